using BintrayPush.Api.Service;

namespace BintrayPush.Conformance;

/// <summary>Where the service under test lives: a fresh, empty one for each test.</summary>
public interface IPlace : IAsyncDisposable
{
    Task<IBintray> OpenAsync();
}
