#if NET
using System.Runtime.Versioning;
#endif
using BintrayPush.Api.Http.Secrets;
using BintrayPush.Api.Model;

namespace BintrayPush.Api.Tests;

/// <summary>The credentials file: found by host, refused when it is open to others, never quoted.</summary>
[TestClass]
public sealed class CredentialsFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"credentials-{Guid.NewGuid():N}.json");

    [TestMethod]
    public void Credentials_are_found_by_host_and_port()
    {
        Write("{\"example.org\":{\"user\":\"me\",\"key\":\"k1\"},\"example.org:8081\":{\"user\":\"you\",\"key\":\"k2\"}}");

        Assert.AreEqual("k1", CredentialsFile.Find(_path, "EXAMPLE.org")!.Key.Reveal());
        Assert.AreEqual("you", CredentialsFile.Find(_path, "example.org:8081")!.User);
        Assert.IsNull(CredentialsFile.Find(_path, "other.org"));
        Assert.IsNull(CredentialsFile.Find(_path + ".not", "example.org"));
    }

    [TestMethod]
    [DataRow("{\"example.org\":{\"user\":\"me\",\"key\":\"hush-hush\"")]
    [DataRow("[\"hush-hush\"]")]
    [DataRow("{\"example.org\":{\"key\":\"hush-hush\"}}")]
    [DataRow("{\"example.org\":\"me:hush-hush\"}")]
    public void A_file_that_makes_no_sense_is_refused_and_never_quoted(string content)
    {
        Write(content);

        var fault = Assert.ThrowsExactly<CredentialsFileException>(() => CredentialsFile.Find(_path, "example.org"));

        Assert.IsFalse(fault.ToString().Contains("hush-hush"));
    }

    [TestMethod]
    public void Credentials_hide_their_key()
    {
        var credentials = new Credentials("me", new Secret("hush-hush"));

        Assert.IsFalse(credentials.ToString().Contains("hush-hush"));
        Assert.IsFalse($"{credentials.Key}".Contains("hush-hush"));
    }

#if NET
    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    [UnsupportedOSPlatform("windows")]
    public void A_file_that_others_can_read_is_refused()
    {
        Write("{}");
        File.SetUnixFileMode(_path, UnixFileMode.UserRead | UnixFileMode.GroupRead);

        var fault = Assert.ThrowsExactly<CredentialsFileException>(() => CredentialsFile.Find(_path, "example.org"));

        StringAssert.Contains(fault.Fault, "chmod 600");
    }
#endif

    public void Dispose() => File.Delete(_path);

    private void Write(string content)
    {
        File.WriteAllText(_path, content);
#if NET
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
#endif
    }
}
