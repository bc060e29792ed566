using BintrayPush.Api.Service;
using BintrayPush.Cli.Messages;
using BintrayPush.Destinations;
using BintrayPush.Signing.OpenPgp;
using BintrayPush.Verify;

namespace BintrayPush.Cli.Commands;

/// <summary>
/// What <c>verify --signatures</c> does: each file of a receipt has a signature beside it, by a key that the user gives or that the service
/// shows.
/// </summary>
internal sealed class SignatureCheck(IBintray service, IReadOnlyList<PublicKey>? given)
{
    private const int LargestSignature = 64 << 10;

    private readonly Dictionary<string, IReadOnlyList<PublicKey>?> _shown = new(StringComparer.Ordinal);

    /// <summary>Looks at the signatures of a receipt's files, if that is asked for.</summary>
    /// <param name="isWanted">Whether it is.</param>
    /// <param name="keys">The file with the public keys; <see langword="null"/> for those that the service shows.</param>
    /// <param name="destination">Where the files are.</param>
    /// <param name="receipt">The receipt.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<(IReadOnlyList<Problem> Problems, string Line)?> RunAsync(
        bool isWanted, string? keys, Destination destination, StoredReceipt receipt, CancellationToken cancellation)
    {
        if (!isWanted)
        {
            return keys is null ? null : throw CommandFailure.Usage(Complaints.OptionsAtOdds("--key is given without --signatures."));
        }

        try
        {
            var given = keys is null ? null : PublicKey.ReadAll(await File.ReadAllTextAsync(keys, cancellation).ConfigureAwait(false));
            return given is { Count: 0 }
                ? throw new KeyRefusedException("the file of --key holds no armoured public key")
                : await new SignatureCheck(destination.Service, given).RunAsync(receipt, cancellation).ConfigureAwait(false);
        }
        catch (KeyRefusedException fault)
        {
            throw CommandFailure.Failed(Complaints.KeyRefused(fault.Message));
        }
    }

    /// <summary>Looks at all signatures.</summary>
    /// <returns>What is wrong, and a line that says by which keys it was looked.</returns>
    private async Task<(IReadOnlyList<Problem> Problems, string Line)> RunAsync(StoredReceipt receipt, CancellationToken cancellation)
    {
        var problems = new List<Problem>();
        var good = 0;
        foreach (var file in receipt.Files.Select(file => file.Address).Where(file => !IsSignature(file.Path)))
        {
            var keys = given ?? await ShownAsync(file.Repository.Subject, cancellation).ConfigureAwait(false);
            var problem = keys is null
                ? Complaints.NoPublicKey(file.Repository.Subject) : await LookAsync(file, keys, cancellation).ConfigureAwait(false);
            good += problem is null ? 1 : 0;
            problems.AddRange(problem is null ? [] : [problem]);
        }

        if (good + problems.Count == 0)
        {
            problems.Add(Complaints.NothingSigned());
        }

        var all = (given ?? _shown.Values.OfType<IReadOnlyList<PublicKey>>().SelectMany(keys => keys)).Select(key => key.Fingerprint);
        var source = given is null ? "the service shows" : "was given";
        return ([.. problems.Distinct()], $"signatures: {good} good, by what {source}: {string.Join(", ", all)}");
    }

    private async Task<Problem?> LookAsync(FileAddress file, IReadOnlyList<PublicKey> keys, CancellationToken cancellation)
    {
        if (!RepositoryPath.TryParse(file.Path.Value + ".asc", out var path, out _)
            || await ReadAsync(file with { Path = path }, cancellation).ConfigureAwait(false) is not { } signature)
        {
            return Complaints.NotSigned(file, "there is no signature beside it");
        }

        using var content = await service.DownloadAsync(file, includeUnpublished: false, cancellation).ConfigureAwait(false);
        return content is null ? Complaints.NotSigned(file, "it is not there")
            : await SignatureComparison.CompareAsync(keys, signature, content.Content, cancellation).ConfigureAwait(false) switch
            {
                SignatureMatch.Good => null,
                SignatureMatch.UnknownKey => Complaints.NotSigned(file, "its signature is by another key"),
                SignatureMatch.RevokedKey => Complaints.NotSigned(file, "its signature is by a key that is revoked"),
                SignatureMatch.NoSignature => Complaints.NotSigned(file, "what stands beside it is no signature"),
                _ => Complaints.NotSigned(file, "its signature is of other bytes"),
            };
    }

    private async Task<byte[]?> ReadAsync(FileAddress file, CancellationToken cancellation)
    {
        using var found = await service.DownloadAsync(file, includeUnpublished: false, cancellation).ConfigureAwait(false);
        if (found is null)
        {
            return null;
        }

        var buffer = new byte[LargestSignature];
        return buffer[..await found.Content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation)
            .ConfigureAwait(false)];
    }

    private async Task<IReadOnlyList<PublicKey>?> ShownAsync(string subject, CancellationToken cancellation)
    {
        if (!_shown.TryGetValue(subject, out var keys))
        {
            var text = await service.GetPublicKeysAsync(subject, cancellation).ConfigureAwait(false);
            keys = text is null ? null : PublicKey.ReadAll(text);
            _shown.Add(subject, keys);
        }

        return keys;
    }

    private static bool IsSignature(RepositoryPath path) => path.Value.EndsWith(".asc", StringComparison.OrdinalIgnoreCase);
}
