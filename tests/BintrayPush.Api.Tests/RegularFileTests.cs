#if NET
using BintrayPush.Api.Content;
using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Http.Secrets;

namespace BintrayPush.Api.Tests;

/// <summary>Only regular files are opened. What is none is refused at once: the tests would wait for ever otherwise.</summary>
[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class RegularFileTests : IDisposable
{
    private const int ForEver = 30_000;
    private readonly string _folder = Directory.CreateTempSubdirectory("bintraypush-").FullName;

    [TestMethod]
    [Timeout(ForEver)]
    [DataRow("pipe", "a named pipe")]
    [DataRow("socket", "a socket")]
    [DataRow("device", "a device")]
    public void What_is_no_regular_file_is_not_opened(string kind, string words)
    {
        var path = SpecialFile.Make(kind, At("file"));

        Assert.AreEqual(words, RegularFile.OtherKind(path));
        var refusal = Assert.ThrowsExactly<IOException>(() => RegularFile.OpenRead(path));
        Assert.AreEqual($"'{path}' is {words}, and only regular files are read.", refusal.Message);
        Assert.ThrowsExactly<IOException>(() => RegularFile.ReadAllBytes(path, 100));
    }

    [TestMethod]
    public void Files_folders_links_and_nothing_are_no_other_kind()
    {
        File.WriteAllText(At("file"), "alpha");
        File.CreateSymbolicLink(At("link"), At("file"));
        File.CreateSymbolicLink(At("nowhere"), At("none"));

        foreach (var path in new[] { At("file"), At("link"), At("nowhere"), At("none"), _folder, At("Grüße") })
        {
            Assert.IsNull(RegularFile.OtherKind(path), path);
        }

        Assert.ThrowsExactly<FileNotFoundException>(() => RegularFile.OpenRead(At("none")));
    }

    [TestMethod]
    public void A_file_is_read_whole_or_not_at_all()
    {
        File.WriteAllBytes(At("file"), new byte[20_000]);

        Assert.HasCount(20_000, RegularFile.ReadAllBytes(At("file"), 20_000)!);
        Assert.IsNull(RegularFile.ReadAllBytes(At("file"), 19_999));
    }

    [TestMethod]
    [Timeout(ForEver)]
    [DataRow("pipe")]
    [DataRow("socket")]
    [DataRow("device")]
    public void Credentials_and_certificates_come_from_regular_files(string kind)
    {
        var path = SpecialFile.Make(kind, At("file"));

        var refused = Assert.ThrowsExactly<CredentialsFileException>(() => CredentialsFile.Find(path, "example.org"));
        StringAssert.Contains(refused.Fault, "only regular files are read");
        Assert.IsFalse(CertificateAuthorities.TryRead(path, out _, out var fault));
        StringAssert.Contains(fault, "only regular files are read");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);
}
#endif
