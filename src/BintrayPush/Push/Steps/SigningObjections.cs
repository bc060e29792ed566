using BintrayPush.Messages;
using BintrayPush.Planning;

namespace BintrayPush.Push.Steps;

/// <summary>
/// What stands against signing, found out before the first write, as far as the service tells: that it signs nothing, or that the key of a
/// subject cannot sign.
/// </summary>
internal sealed class SigningObjections(PushSession session)
{
    /// <summary>To be asked once the service has answered something: only then it is known what it can do.</summary>
    public async Task<IReadOnlyList<Problem>> FindAsync()
    {
        if (session.Signing is not { } order)
        {
            return [];
        }

        var problems = new List<Problem>();
        if (session.Service.Capabilities.SignsNothing)
        {
            problems.AddRange(session.Plan.Versions.Select(
                version => SigningProblems.NothingSigned(version.Address, "it has said that it signs nothing")));
        }
        else if (session.Service.Capabilities.TellsKeys)
        {
            foreach (var subject in session.Plan.Versions.Select(version => version.Address.Repository.Subject).Distinct())
            {
                problems.AddRange(await OfSubjectAsync(subject, order).ConfigureAwait(false));
            }
        }

        problems.AddRange(session.Plan.Versions.SelectMany(version => NoSignatures(version.Files)));
        if (!order.IfAvailable || problems.Count == 0)
        {
            return problems;
        }

        session.Signing = null;
        return [.. problems.Select(SigningProblems.GoesOnWithout)];
    }

    /// <summary>Files that would lie where the signatures of others are to be, and are none.</summary>
    private static IEnumerable<Problem> NoSignatures(IReadOnlyList<PlannedFile> files)
    {
        var signed = files.Select(file => Signatures.PathOf(file.Path)).OfType<RepositoryPath>().ToList();
        foreach (var file in files.Where(file => !file.Explode && Signatures.IsSignature(file.Path) && !signed.Contains(file.Path)
            && !SignatureFile.MayBeOne(file.Artifact.ContentPath)))
        {
            yield return SigningProblems.CalledLikeSignature(file);
        }

        var byPath = files.GroupBy(file => file.Path).ToDictionary(same => same.Key, same => same.First());
        foreach (var file in files.Where(file => !file.Explode && !file.IsChecksums))
        {
            if (Signatures.PathOf(file.Path) is { } path && byPath.TryGetValue(path, out var there)
                && !SignatureFile.MayBeOne(there.Artifact.ContentPath))
            {
                yield return SigningProblems.NoSignature(there, file.Path);
            }
        }
    }

    private async Task<IReadOnlyList<Problem>> OfSubjectAsync(string subject, SigningOrder order)
    {
        try
        {
            var key = await session.Service.Signing.FindSigningKeyAsync(subject, order.Passphrase, session.Cancellation)
                .ConfigureAwait(false);
            return SigningProblems.Of(subject, key) is { } problem ? [problem] : [];
        }
        catch (BintrayException refusal) when (refusal.Status is >= 400 and < 500)
        {
            var version = session.Plan.Versions.First(version => version.Address.Repository.Subject == subject);
            return [SigningProblems.WouldBeRefused(version.Address, refusal)];
        }
        catch (Exception cause) when (Failure.IsExpected(cause))
        {
            // Signing itself meets it too, before anything is public, and says it.
            return [];
        }
    }
}
