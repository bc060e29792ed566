using BintrayPush.Server.Accounts;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Catalog;

/// <summary>
/// What Bintray demanded of packages in public repositories when they were created (protocol reference, sections 2 and 4).
/// </summary>
internal static class OssRules
{
    public static void Check(PackageDetails details)
    {
        if (details.Licenses is not { Count: > 0 })
        {
            throw Refusal.BadRequest("a license is missing: an open-source package needs at least one");
        }

        if (details.Licenses.FirstOrDefault(license => LicenceRegister.Find(license) is null) is { } unknown)
        {
            var nearest = string.Join(", ", LicenceRegister.Nearest(unknown).Select(name => $"'{name}'"));
            throw Refusal.BadRequest(
                $"license '{unknown}' is not known{(nearest.Length > 0 ? $"; the nearest known ones are {nearest}" : "")}");
        }

        if (!Uri.TryCreate(details.VcsUrl, UriKind.Absolute, out _))
        {
            throw Refusal.BadRequest("a valid VCS URL is missing: an open-source package needs one");
        }
    }
}
