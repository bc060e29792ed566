using BintrayPush.Api.Service;
using BintrayPush.Signing.Keys;

namespace BintrayPush.Conformance;

/// <summary>Where the service under test lives: a fresh, empty one for each test.</summary>
public interface IPlace : IAsyncDisposable
{
    Task<IBintray> OpenAsync();

    /// <summary>The keys that the service signs with, once it is open.</summary>
    SubjectKeys Keys { get; }
}
