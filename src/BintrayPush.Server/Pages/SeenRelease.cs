using System.Globalization;

namespace BintrayPush.Server.Pages;

/// <summary>What a form remembers of a release: who presses a button has not looked at what was changed since the page was made.</summary>
internal static class SeenRelease
{
    /// <summary>The field of the form.</summary>
    public const string Field = "seen";

    /// <summary>What stands for a release as it is.</summary>
    public static string Of(StagedRelease release) => release.Updated.UtcTicks.ToString(CultureInfo.InvariantCulture);

    /// <summary>Refuses what was changed. A published release changes no more, so that a button may be pressed twice.</summary>
    /// <exception cref="BintrayException">409: it was changed.</exception>
    public static void Require(IFormCollection form, StagedRelease release)
    {
        if (release.State != StagedState.Sealed && form[Field] != Of(release))
        {
            throw new BintrayException(
                BintrayException.Conflict,
                $"'{release.Address.Id}' was changed since you have looked at it, and nothing was done; "
                    + "go back, load the page anew, and look again");
        }
    }
}
