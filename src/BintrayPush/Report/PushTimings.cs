namespace BintrayPush.Report;

/// <summary>Where the time of a push went. A step that did not happen took none.</summary>
/// <param name="Prepare">Repository, package and version, and what they hold.</param>
/// <param name="Upload">Comparing and sending.</param>
/// <param name="Verify">Listing what arrived, and sending again what did not.</param>
/// <param name="Sign">The service's signatures.</param>
/// <param name="Publish">Publishing, and what is said of files once they are public.</param>
public sealed record PushTimings(TimeSpan Prepare, TimeSpan Upload, TimeSpan Verify, TimeSpan Sign, TimeSpan Publish);
