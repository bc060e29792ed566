namespace BintrayPush.Api.Service;

/// <summary>
/// What a service has said of itself that a push had better know before it begins. Of one far away it is known once it has answered
/// something.
/// </summary>
public interface IServiceTerms
{
    /// <summary>Whether it signs nothing, whatever it is asked.</summary>
    bool SignsNothing { get; }

    /// <summary>
    /// Whether a new package in a public repository must say its licences and its VCS URL; <see langword="null"/> if nobody knows: a
    /// service that has only Bintray's protocol may demand it and does not say so.
    /// </summary>
    bool? DemandsLicences { get; }
}
