using System.Globalization;
using BintrayPush.Api;

namespace BintrayPush.Pushing;

/// <summary>
/// Tells the service of a published file what its artifact says: whether it stands in the list of downloads, and the properties that
/// are to leave the machine, with its coordinates and the time of the push (semantics reference 1.1 and 1.5).
/// </summary>
internal sealed class FileExtras(IBintray service, Action<string> trace, CancellationToken cancellation)
{
    /// <summary>Whether there is anything to tell of a file.</summary>
    public static bool Has(Delivery delivery) => delivery.File.Artifact is { ListInDownloads: not null } or { Disclosed.Keys.Count: > 0 };

    /// <returns>What is wrong, or nothing.</returns>
    public async Task<Problem?> AddAsync(Delivery delivery, KnownFiles known)
    {
        var file = delivery.File;
        try
        {
            foreach (var placed in delivery.Placed)
            {
                var address = new FileAddress(file.Version.Repository, placed.Path);
                if (await ListAsync(address, file.Artifact.ListInDownloads, known).ConfigureAwait(false) is { } warning)
                {
                    return Problems.ServiceWarns(placed.Path.Value, warning);
                }

                await StampAsync(address, delivery).ConfigureAwait(false);
            }

            return null;
        }
        catch (Exception cause) when (Failure.IsExpected(cause))
        {
            return Problems.ExtrasRefused(file, cause);
        }
    }

    private async Task<string?> ListAsync(FileAddress file, bool? listed, KnownFiles known)
    {
        if (listed is not { } wanted || known.Published(file.Path)?.ListedInDownloads == wanted)
        {
            return null;
        }

        trace($"{(wanted ? "listing" : "unlisting")} {file} in downloads");
        return (await service.SetListedInDownloadsAsync(file, wanted, cancellation).ConfigureAwait(false)).Warning;
    }

    private async Task StampAsync(FileAddress file, Delivery delivery)
    {
        if (delivery.File.Artifact.Disclosed.Keys.Count == 0)
        {
            return;
        }

        var stored = await service.GetAttributesAsync(file, [], cancellation).ConfigureAwait(false);
        if (MetadataComparison.Missing(Stamps(delivery), stored) is { Count: > 0 } missing)
        {
            trace($"setting {missing.Count} attributes of {file}");
            await service.MergeAttributesAsync(file, missing, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The one form of semantics reference 1.1.2: <c>subject/repository</c> and the plain path.</summary>
    private static List<AttributeValues> Stamps(Delivery delivery)
    {
        var disclosed = delivery.File.Artifact.Disclosed;
        var stamps = new List<AttributeValues>
        {
            Text("bintray.repo", delivery.File.Version.Repository.ToString()),
            Text("bintray.package", delivery.File.Version.Package.Name),
            Text("bintray.version", delivery.File.Version.Name),
            Text("bintray.path", delivery.File.Path.Value),
        };
        if (delivery.UploadTime is { } time)
        {
            stamps.Add(Text("bintray.upload.time", time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)));
        }

        stamps.AddRange(disclosed.Keys.OrderBy(key => key, StringComparer.Ordinal).Select(key => new AttributeValues(key, AttributeType.String, disclosed[key])));
        return stamps;
    }

    private static AttributeValues Text(string name, string value) => new(name, AttributeType.String, [value]);
}
