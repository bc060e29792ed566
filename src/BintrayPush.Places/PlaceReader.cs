using BintrayPush.Api.Http.Connection;
using BintrayPush.Messages;

namespace BintrayPush.Places;

/// <summary>Reads what is said of the place and the way to it, and keeps every complaint, so that all are shown at once.</summary>
/// <param name="url">What names the place; <see cref="Setting.Url"/> if it is not given.</param>
/// <param name="buckets">What reads the addresses of buckets, where one may be named.</param>
public class PlaceReader(Setting? url = null, IBucketAddresses? buckets = null)
{
    private readonly List<Problem> _problems = [];

    /// <summary>Everything that was complained of.</summary>
    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>What names the place.</summary>
    internal Setting Url { get; } = url ?? Setting.Url;

    /// <summary>What reads the addresses of buckets, where one may be named.</summary>
    internal IBucketAddresses? Buckets => buckets;

    /// <summary>Adds a complaint.</summary>
    public void Add(Problem problem) => _problems.Add(problem);

    /// <summary>Where published files are read from, if it is said.</summary>
    public ServiceUrl? DownloadUrl(string? value, bool allowInsecure)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return null;
        }

        if (ChosenPlace.HoldsCredentials(value!))
        {
            Add(PlaceProblems.CredentialsInUrl(Setting.DownloadUrl));
        }
        else if (!ServiceUrl.TryParse(value!, out var url, out var fault))
        {
            Add(PlaceProblems.UrlUnusable(Setting.DownloadUrl, value!, fault));
        }
        else if (url.IsExposed && !allowInsecure)
        {
            Add(PlaceProblems.Insecure(Setting.DownloadUrl, url.ToString()));
        }
        else
        {
            return url;
        }

        return null;
    }

    /// <summary>Where a web server answers with the plain files of a folder, if static feeds are to be written there.</summary>
    /// <param name="isWanted">Whether they are.</param>
    /// <param name="place">Where the push goes, if that is known.</param>
    /// <param name="downloadUrl">The address.</param>
    /// <param name="allowInsecure">Whether it may be plain http to another machine.</param>
    public ServiceUrl? StaticFeed(bool isWanted, ChosenPlace? place, string? downloadUrl, bool allowInsecure)
    {
        if (!isWanted || place is null)
        {
            return null;
        }

        if (place is ChosenPlace.Service service)
        {
            Add(PlaceProblems.StaticFeedOfService(service.Name));
            return null;
        }

        if (place is ChosenPlace.Bucket bucket)
        {
            Add(PlaceProblems.StaticFeedOfBucket(bucket.Name));
            return null;
        }

        if (string.IsNullOrWhiteSpace(downloadUrl))
        {
            Add(PlaceProblems.StaticFeedNowhere());
        }

        return DownloadUrl(downloadUrl, allowInsecure);
    }

    /// <summary>The certificate authorities of a file, if one is named.</summary>
    /// <param name="file">Its absolute path.</param>
    public CertificateAuthorities? Authorities(string? file)
    {
        if (file is null)
        {
            return null;
        }

        if (!CertificateAuthorities.TryRead(file, out var authorities, out var fault))
        {
            Add(PlaceProblems.AuthorityFileUnusable(file, fault));
        }

        return authorities;
    }
}
