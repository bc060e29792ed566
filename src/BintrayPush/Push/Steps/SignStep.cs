namespace BintrayPush.Push.Steps;

/// <summary>
/// Before the publish, so that the signatures are published too (semantics reference 6.4). What is public with its signature stays.
/// </summary>
internal sealed class SignStep : IPushStep
{
    public string Name => "sign";

    public bool IsDue(PushSession session) => !session.HasFailed && session.Signing is not null;

    public async Task RunAsync(PushSession session)
    {
        var signatures = new Signatures(session, session.Signing!);
        foreach (var version in session.Versions.Where(
            version => version.Files.Any(file => !file.Published || !Signatures.Covers(version.Known!, file))))
        {
            var (signed, problem) = await signatures.AddAsync(version).ConfigureAwait(false);
            version.HasNewSignatures = signed;
            session.Report(problem);
            if (!signed || !await session.ListAsync(version).ConfigureAwait(false))
            {
                continue;
            }

            if (Signatures.Unsigned(version.Known!, version.Files) is { Count: > 0 } unsigned)
            {
                session.Report(signatures.Weighed(SigningProblems.LeftUnsigned(version.Address, unsigned)));
            }

            foreach (var brought in Signatures.Replaced(version.Known!, version.Files))
            {
                session.Report(SigningProblems.OtherSignature(brought.File));
            }
        }
    }
}
