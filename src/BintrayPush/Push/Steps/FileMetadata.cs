using System.Globalization;
using BintrayPush.Api.Service;
using BintrayPush.Artifacts;
using BintrayPush.Compare;
using BintrayPush.Messages;
using BintrayPush.Transfer;

namespace BintrayPush.Push.Steps;

/// <summary>
/// Sets the metadata of published files: whether they stand in the list of downloads, and the properties that
/// are to leave the machine, with its coordinates and the time of the push (semantics reference 1.1 and 1.5).
/// </summary>
internal sealed class FileMetadata(PushSession session)
{
    private IMetadata Metadata => session.Service.Metadata;

    private CancellationToken Cancellation => session.Cancellation;

    /// <summary>
    /// Sets the metadata of files: of public ones at once, of pending ones so that it holds from their publish on.
    /// </summary>
    public async Task AddAsync(IEnumerable<VersionPush> versions)
    {
        foreach (var versionPush in versions)
        {
            foreach (var filePush in versionPush.Files.Where(Has))
            {
                session.Report(filePush.Published
                    ? await AddAsync(filePush, versionPush.Known!).ConfigureAwait(false)
                    : await AddPendingAsync(filePush).ConfigureAwait(false));
            }
        }
    }

    /// <summary>Whether a file has metadata to set.</summary>
    private bool Has(FilePush filePush) => filePush.Arrived && (filePush.File.Artifact.ListInDownloads is not null || IsStamped(filePush));

    /// <returns>What is wrong, or nothing.</returns>
    private async Task<Problem?> AddPendingAsync(FilePush filePush)
    {
        var file = filePush.File;
        if (!session.Service.Capabilities.PendingMetadata)
        {
            return StepProblems.ExtrasCannotWait(file);
        }

        try
        {
            foreach (var placed in filePush.Placed)
            {
                session.Trace($"telling what {file.Version.Repository}/{placed.Path} will say of itself");
                await Metadata.SetPendingMetadataAsync(
                    new FileAddress(file.Version.Repository, placed.Path), file.Artifact.ListInDownloads, IsStamped(filePush)
                        ? Stamps(filePush)
                        : [], Cancellation).ConfigureAwait(false);
            }

            return null;
        }
        catch (Exception cause) when (Failure.IsExpected(cause))
        {
            return StepProblems.ExtrasRefused(file, cause, published: false);
        }
    }

    /// <returns>What is wrong, or nothing.</returns>
    private async Task<Problem?> AddAsync(FilePush filePush, KnownFiles known)
    {
        var file = filePush.File;
        try
        {
            foreach (var placed in filePush.Placed)
            {
                var address = new FileAddress(file.Version.Repository, placed.Path);
                if (await ListAsync(address, file.Artifact.ListInDownloads, known).ConfigureAwait(false) is { } warning)
                {
                    return TransferProblems.ServiceWarns(placed.Path.Value, warning);
                }

                await StampAsync(address, filePush).ConfigureAwait(false);
            }

            return null;
        }
        catch (Exception cause) when (Failure.IsExpected(cause))
        {
            return StepProblems.ExtrasRefused(file, cause, published: true);
        }
    }

    private async Task<string?> ListAsync(FileAddress file, bool? listed, KnownFiles known)
    {
        if (listed is not { } wanted || known.Published(file.Path)?.ListedInDownloads == wanted)
        {
            return null;
        }

        session.Trace($"{(wanted ? "listing" : "unlisting")} {file} in downloads");
        return (await Metadata.SetListedInDownloadsAsync(file, wanted, Cancellation).ConfigureAwait(false)).Warning;
    }

    private async Task StampAsync(FileAddress file, FilePush filePush)
    {
        if (!IsStamped(filePush))
        {
            return;
        }

        var stored = await Metadata.GetAttributesAsync(file, [], Cancellation).ConfigureAwait(false);
        if (MetadataComparison.Missing(Stamps(filePush), stored) is { Count: > 0 } missing)
        {
            session.Trace($"setting {missing.Count} attributes of {file}");
            await Metadata.MergeAttributesAsync(file, missing, Cancellation).ConfigureAwait(false);
        }
    }

    private bool IsStamped(FilePush filePush) => session.Settings.StampService || filePush.File.Artifact.Disclosed.Keys.Count > 0;

    /// <summary>The one form of semantics reference 1.1.2: <c>subject/repository</c> and the plain path.</summary>
    private static List<AttributeValues> Stamps(FilePush filePush)
    {
        var disclosed = filePush.File.Artifact.Disclosed;
        var stamps = new List<AttributeValues>
        {
            Text(StampNames.Repository, filePush.File.Version.Repository.ToString()),
            Text(StampNames.Package, filePush.File.Version.Package.Name),
            Text(StampNames.Version, filePush.File.Version.Name),
            Text(StampNames.Path, filePush.File.Path.Value),
        };
        if (filePush.UploadTime is { } time)
        {
            stamps.Add(Text(StampNames.UploadTime, time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)));
        }

        stamps.AddRange(
            disclosed.Keys.OrderBy(key => key, StringComparer.Ordinal)
                .Select(key => new AttributeValues(key, AttributeType.String, disclosed[key])));
        return stamps;
    }

    private static AttributeValues Text(string name, string value) => new(name, AttributeType.String, [value]);
}
