using BintrayPush.Formats.Versions;

namespace BintrayPush.Packages.Tests;

/// <summary>Which version is the highest, as the clients of a repository have it.</summary>
[TestClass]
public sealed class HighestVersionTests
{
    /// <summary>From the lowest to the highest, in the words of dpkg's and Maven's own documentation.</summary>
    [TestMethod]
    [DataRow("nuget", "1.0.0-beta 1.0.0 1.0.9 1.0.10 2.0.0")]
    [DataRow("generic", "v1.9.5 v2.0")]
    [DataRow("generic", "2.0.0-rc 2.0.0 2.0.0.Final-patched")]
    [DataRow("maven", "1.0-alpha-1 1.0-beta-2 1.0-rc-1 1.0-SNAPSHOT 1.0 1.0-sp 1.0.1 1.1 1.10")]
    [DataRow("maven", "4.9.9.Final 5.0.0.Final")]
    [DataRow("maven", "31.0.1-jre 31.1-jre")]
    [DataRow("debian", "0.9 1.0~~ 1.0~rc1 1.0 1.0-1 1.0-1ubuntu9 1.0-1ubuntu10 1.0a 1.0+dfsg 1.1 1:0.5")]
    [DataRow("debian", "99999999999999999999 99999999999999999999999999999999999999")]
    [DataRow("rpm", "1.0~rc1-1 1.0-1 1.0-2 1.0-10")]
    public void Each_is_above_those_before_it(string type, string ordered)
    {
        var versions = ordered.Split(' ');
        for (var count = 1; count <= versions.Length; count++)
        {
            Assert.AreEqual(versions[count - 1], HighestVersion.Of([.. versions[..count].Reverse()], type));
            Assert.AreEqual(versions[count - 1], HighestVersion.Of([.. versions[..count]], type));
        }

        Assert.IsNull(HighestVersion.Of([], type));
    }
}
