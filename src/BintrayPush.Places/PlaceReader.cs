using BintrayPush.Api.Http.Connection;
using BintrayPush.Messages;

namespace BintrayPush.Places;

/// <summary>Reads what is said of the place and the way to it, and keeps every complaint, so that all are shown at once.</summary>
/// <param name="url">What names the place; <see cref="Setting.Url"/> if it is not given.</param>
public class PlaceReader(Setting? url = null)
{
    private readonly List<Problem> _problems = [];

    /// <summary>Everything that was complained of.</summary>
    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>What names the place.</summary>
    internal Setting Url { get; } = url ?? Setting.Url;

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
