using System.Globalization;
using BintrayPush.Server.Retention;
using BintrayPush.Server.Settings;

namespace BintrayPush.Server.Tests.Retention;

/// <summary>Which versions go.</summary>
[TestClass]
public sealed class RetentionDecisionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Versions, the newest first, each with its age in days; the rules; what goes.</summary>
    [TestMethod]
    [DataRow("3.0:1 2.0:2 1.0:3", "generic", 2, -1, false, "1.0", DisplayName = "the last ones stay")]
    [DataRow("3.0:1 2.0:2 1.0:3", "generic", 9, -1, false, "", DisplayName = "more are to stay than there are")]
    [DataRow("3.0:1 2.0:2 1.0:3", "generic", 0, -1, false, "2.0 1.0", DisplayName = "the newest stable one stays though none is to")]
    [DataRow("3.0:90 2.0:91 1.0:200", "generic", -1, 90, false, "2.0 1.0", DisplayName = "older than 90 days, not 90 days old")]
    [DataRow("3.0:400 2.0:401", "generic", -1, 90, false, "2.0", DisplayName = "the newest stable one stays however old it is")]
    [DataRow("4.0:1 3.0:200 2.0:10 1.0:300", "generic", 2, 90, false, "1.0", DisplayName = "both rules must say so")]
    [DataRow("2.0-beta:1 1.0:100 0.9:200", "generic", 1, 90, false, "0.9", DisplayName = "the newest stable one is not the newest")]
    [DataRow("2.0-beta:1 2.0-alpha:100", "generic", -1, 90, false, "2.0-alpha", DisplayName = "without a stable one, none stays for it")]
    [DataRow("1.9.5:1 2.0:200 1.9.4:300", "generic", 1, 90, false, "1.9.4", DisplayName = "the highest stable one stays beside the newest")]
    [DataRow("v1.9.5:1 v2.0:200 v1.9.4:300", "generic", 1, 90, false, "v1.9.4", DisplayName = "with a v before it")]
    [DataRow("lynx:1 fox:200 bear:300", "generic", -1, 90, false, "fox bear", DisplayName = "names that are no numbers")]
    [DataRow("2.0:1 2.0-c:2 1.0:3 2.0-b:4 2.0-a:5", "generic", 1, -1, true, "2.0-b 2.0-a", DisplayName = "only pre-releases are counted")]
    [DataRow("2.0:1 1.0:300", "generic", -1, 90, true, "", DisplayName = "no pre-release, nothing goes")]
    [DataRow("2.0-1:1 1.0-2:200 1.0-1:300", "debian", -1, 90, true, "", DisplayName = "revisions of Debian packages are no pre-releases")]
    [DataRow("2.0-1:1 2.0~rc1-1:200", "debian", -1, 90, true, "2.0~rc1-1", DisplayName = "a tilde makes one")]
    [DataRow("2.0-jre:1 1.0-jre:200 1.0.Final:300", "maven", -1, 90, true, "", DisplayName = "what Maven takes for releases")]
    [DataRow("2.0:1 2.0-M1:200 2.0.CR2:300 2.0-SNAPSHOT:400", "maven", -1, 90, true, "2.0-M1 2.0.CR2 2.0-SNAPSHOT",
        DisplayName = "what comes before one")]
    [DataRow("4.9.9.Final:1 5.0.0.Final:200 4.9.8.Final:300", "maven", 1, -1, false, "4.9.8.Final",
        DisplayName = "the highest one also where versions are no numbers of NuGet's")]
    [DataRow("1.0-1ubuntu2:1 1.0-1ubuntu10:200 1.0-1ubuntu9:300", "debian", 1, -1, false, "1.0-1ubuntu9",
        DisplayName = "the highest one as dpkg has it")]
    [DataRow("2026-11-29:1 2026-01-01:333", "generic", -1, 90, true, "", DisplayName = "days are no pre-releases")]
    [DataRow("", "generic", 0, -1, false, "", DisplayName = "nothing is there")]
    public void A_version_goes_if_every_rule_says_so_and_it_is_not_the_newest_stable_one(
        string versions, string type, int keepLast, int days, bool prereleaseOnly, string going)
    {
        var rules = new RetentionRules(
            keepLast < 0 ? null : keepLast, days < 0 ? null : TimeSpan.FromDays(days), prereleaseOnly);
        var read = versions.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(version => version.Split(':'))
            .Select(version => new RetainedVersion(version[0], Now.AddDays(-int.Parse(version[1], CultureInfo.InvariantCulture))));
        Assert.AreEqual(going, string.Join(' ', RetentionDecision.Going([.. read], type, rules, Now)));
    }
}
