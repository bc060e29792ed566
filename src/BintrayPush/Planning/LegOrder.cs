using BintrayPush.Messages;

namespace BintrayPush.Planning;

/// <summary>That a push stages a leg of a release, which is published by a seal and not by the push.</summary>
/// <param name="Release">The release.</param>
/// <param name="Leg">The part of it that is pushed from this machine.</param>
public sealed record LegOrder(ReleaseId Release, LegName Leg)
{
    /// <summary>Whether nobody has named the leg: then two pushes may call theirs alike without anybody having meant it.</summary>
    public bool IsUnnamed { get; init; }

    /// <summary>Reads it.</summary>
    /// <param name="release">The id of the release; empty for that of the run on a build server.</param>
    /// <param name="leg">The name of the leg; empty for an ordinary push.</param>
    /// <param name="run">The id of the run on a build server, if this is one.</param>
    /// <param name="complain">Gets what cannot be used.</param>
    /// <param name="usual">What a leg that nobody named is called; empty if there is none then.</param>
    /// <returns>The order; <see langword="null"/> if there is none, or something cannot be used.</returns>
    public static LegOrder? Read(string? release, string? leg, string? run, Action<Problem> complain, string? usual = null)
    {
        var (givenRelease, givenLeg) = (Given(release), Given(leg) ?? usual);
        if (givenLeg is null)
        {
            if (givenRelease is not null)
            {
                complain(LegProblems.NoLeg(givenRelease));
            }

            return null;
        }

        if ((givenRelease ?? Given(run)) is not { } id)
        {
            complain(LegProblems.NoRelease());
            return null;
        }

        if (!ReleaseId.TryParse(id, out var releaseId, out var releaseFault))
        {
            complain(givenRelease is null
                ? LegProblems.RunUnfit(releaseFault)
                : PlanProblems.ProjectValueIllegal(Setting.Release, releaseFault));
        }

        if (!LegName.TryParse(givenLeg, out var legName, out var legFault))
        {
            complain(PlanProblems.ProjectValueIllegal(Setting.Leg, legFault));
        }

        if (legName?.Equals(LegName.OfGroups) == true)
        {
            complain(PlanProblems.ProjectValueIllegal(Setting.Leg, $"in the leg '{legName}' waits what clients of NuGet stage"));
            return null;
        }

        if (releaseId?.Equals(ReleaseId.OfUngrouped) == true)
        {
            complain(PlanProblems.ProjectValueIllegal(Setting.Release, $"in '{releaseId}' waits what clients of NuGet stage in no group"));
            return null;
        }

        return releaseId is null || legName is null ? null : new LegOrder(releaseId, legName) { IsUnnamed = Given(leg) is null };
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text!.Trim();
}
