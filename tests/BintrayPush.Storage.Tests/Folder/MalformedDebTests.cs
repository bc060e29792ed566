using System.Globalization;
using System.Text;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Conformance;
using BintrayPush.Formats.Debian;

namespace BintrayPush.Storage.Tests.Folder;

/// <summary>Debian packages that are broken or made to hurt: each is refused with a reason, and nothing of it is stored.</summary>
[TestClass]
public sealed class MalformedDebTests : FolderTests
{
    private const string Control = "Package: tool\nVersion: 1\nArchitecture: amd64\nMaintainer: A <a@example.org>\nDescription: a tool\n";

    private static readonly RepositoryAddress Deb = RepositoryAddress.Of("Acme", "deb");
    private static readonly VersionAddress Tool = VersionAddress.Of(PackageAddress.Of(Deb, "tool"), "1");
    private static readonly byte[] Format = "2.0\n"u8.ToArray();

    private static (string Name, byte[] Bytes) Data { get; } = ("data.tar.gz", DebPackage.Compressed(DebPackage.Tar(("./a", [1]))));

    [TestInitialize]
    public async Task OpenWithAReader()
    {
        Opened = await FolderRepository.OpenAsync(Folder, new RepositoryOptions { DebReader = new DebReader() }, Cancellation);
        await Service.CreateRepositoryAsync(Deb, new RepositoryDetails { Type = "debian" }, Cancellation);
        await Service.CreatePackageAsync(Tool.Package, new PackageDetails(), Cancellation);
    }

    [TestMethod]
    public async Task Two_hundred_broken_packages_are_refused_each_with_its_reason()
    {
        var before = FilesIn("");
        var packages = Broken().ToList();
        Assert.IsGreaterThanOrEqualTo(200, packages.Count);
        var reasons = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (what, bytes) in packages)
        {
            var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => PutAsync(bytes), what);
            Assert.AreEqual(400, refusal.Status, $"{what}: {refusal.Message}");
            StringAssert.Contains(refusal.Message, "'pool/tool.deb' is not taken as a Debian package: ", StringComparison.Ordinal, what);
            Assert.IsFalse(refusal.Message.Any(char.IsControl), $"{what}: {refusal.Message}");
            reasons.Add(refusal.Message);
        }

        TestContext.WriteLine(string.Join(Environment.NewLine, reasons));
        CollectionAssert.AreEquivalent(before.Where(IsKept).ToArray(), FilesIn("").Where(IsKept).ToArray(), "Nothing was stored.");
        Assert.IsEmpty(FilesIn("tmp"));

        static bool IsKept(string file) => !file.Contains("/lock/", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task One_byte_that_is_another_is_found_or_does_no_harm()
    {
        var whole = DebPackage.Of(Control);
        var random = new Random(1);
        for (var i = 0; i < 300; i++)
        {
            var bytes = whole.ToArray();
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                await PutAsync(bytes);
            }
            catch (BintrayException refusal)
            {
                Assert.AreEqual(400, refusal.Status, refusal.Message);
            }
        }

        await PutAsync(whole);
        await Service.PublishAsync(Tool, new PublishRequest(), Cancellation);
        using var list = await Service.DownloadAsync(
            new FileAddress(Deb, RepositoryPath.Of("dists/stable/main/binary-amd64/Packages")), false, Cancellation);
        using var text = new StreamReader(list!.Content);
        Assert.HasCount(1, (await text.ReadToEndAsync(Cancellation)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries));
    }

    [TestMethod]
    public async Task Packages_that_unpack_to_too_much_are_refused_before_they_do()
    {
        var zeros = new byte[64 << 20];
        var bomb = DebPackage.Compressed(DebPackage.Tar(("./md5sums", zeros), ("./control", Encoding.UTF8.GetBytes(Control))));
        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(
            () => PutAsync(DebPackage.Archive(("debian-binary", Format), ("control.tar.gz", bomb), Data)));
        StringAssert.Contains(refusal.Message, "unpacked it has more than 33554432 bytes", StringComparison.Ordinal);
    }

    private static byte[] WithControl(string control) => DebPackage.Of(control);

    private static byte[] WithTar(string name, byte[] bytes) => DebPackage.Archive(("debian-binary", Format), (name, bytes), Data);

    private static IEnumerable<(string What, byte[] Bytes)> Broken()
    {
        var whole = DebPackage.Of(Control);
        var control = DebPackage.Tar(("./control", Encoding.UTF8.GetBytes(Control)));
        var packed = DebPackage.Compressed(control);
        yield return ("empty", []);
        yield return ("text", "Package: tool"u8.ToArray());
        yield return ("only the beginning of an archive", "!<arch>\n"u8.ToArray());
        for (var length = 1; length < whole.Length; length += Math.Max(1, whole.Length / 100))
        {
            yield return ($"cut at {length}", whole[..length]);
        }

        yield return ("no format", DebPackage.Archive(("control.tar.gz", packed), Data));
        yield return ("format 1", DebPackage.Archive(("debian-binary", "1.0\n"u8.ToArray()), ("control.tar.gz", packed), Data));
        yield return ("a long format", DebPackage.Archive(("debian-binary", new byte[200]), ("control.tar.gz", packed), Data));
        yield return ("no control", DebPackage.Archive(("debian-binary", Format), Data));
        yield return ("no data", DebPackage.Archive(("debian-binary", Format), ("control.tar.gz", packed)));
        yield return ("data first", DebPackage.Archive(("debian-binary", Format), Data, ("control.tar.gz", packed)));
        yield return ("a stranger between", DebPackage.Archive(("debian-binary", Format), ("evil", [1]), ("control.tar.gz", packed), Data));
        yield return ("many parts", DebPackage.Archive(
            [("debian-binary", Format), .. Enumerable.Range(0, 40).Select(i => ($"_{i}", Format)), ("control.tar.gz", packed), Data]));
        foreach (var name in (string[])["control.tar.bz2", "control.tar.lzma", "control.tar.exe", "control.zip", "control.tar.gz.gz", "control"])
        {
            yield return (name, WithTar(name, packed));
        }

        foreach (var name in (string[])["control.tar", "control.tar.gz", "control.tar.xz", "control.tar.zst"])
        {
            yield return ($"{name} of nothing", WithTar(name, []));
            yield return ($"{name} of text", WithTar(name, "not packed at all, but longer than any header"u8.ToArray()));
            yield return ($"{name} of zeros", WithTar(name, new byte[4096]));
            for (var seed = 0; seed < 8; seed++)
            {
                var noise = new byte[1000];
                new Random(seed).NextBytes(noise);
                yield return ($"{name} of noise {seed}", WithTar(name, noise));
            }
        }

        // An xz block that asks for a dictionary of 4 GiB.
        yield return ("xz with a large dictionary", WithTar("control.tar.xz",
            [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 4, 0xe6, 0xd6, 0xb4, 0x46, 2, 0, 0x21, 1, 40, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]));
        for (var length = 1; length < packed.Length; length += Math.Max(1, packed.Length / 20))
        {
            yield return ($"control cut at {length}", WithTar("control.tar.gz", packed[..length]));
        }

        yield return ("an empty tar", WithTar("control.tar", new byte[1024]));
        yield return ("no control file in it", WithTar("control.tar", DebPackage.Tar(("./md5sums", [1]))));
        yield return ("control below a folder", WithTar("control.tar", DebPackage.Tar(("./a/control", Encoding.UTF8.GetBytes(Control)))));
        yield return ("a large control file", WithControl(Control + new string('x', 300_000).Insert(0, " ")));
        foreach (var size in (string[])["77777777777\0", "-0000000001\0", "zzzzzzzzzzz\0", "00000200000\0"])
        {
            var tar = control.ToArray();
            Encoding.ASCII.GetBytes(size).CopyTo(tar, 124);
            yield return ($"a file of {size}", WithTar("control.tar", tar));
            tar = control.ToArray();
            tar[156] = (byte)'L';
            Encoding.ASCII.GetBytes(size).CopyTo(tar, 124);
            yield return ($"a long name of {size}", WithTar("control.tar", tar));
        }

        var sum = control.ToArray();
        sum[148] ^= 1;
        yield return ("a wrong checksum of a header", WithTar("control.tar", sum));
        foreach (var text in Controls())
        {
            yield return ($"control {text.Replace("\n", "|", StringComparison.Ordinal)}", WithControl(text));
        }

        yield return ("control in Latin-1", WithTar(
            "control.tar", DebPackage.Tar(("./control", Encoding.Latin1.GetBytes(Control + "Homepage: caf\u00e9\n")))));
        foreach (var length in (string[])["9999999999", "-1", "1e3", "", "0x10"])
        {
            var archive = whole.ToArray();
            Encoding.ASCII.GetBytes(length.PadRight(10)).CopyTo(archive, 8 + 48);
            yield return ($"a part of '{length}' bytes", archive);
        }
    }

    private static IEnumerable<string> Controls()
    {
        yield return "";
        yield return "\n";
        yield return "Package: tool\n";
        yield return "Package: tool\nVersion: 1\n";
        yield return "Version: 1\nArchitecture: amd64\n";
        yield return "Package: tool\nArchitecture: amd64\n";
        yield return "Package:\nVersion: 1\nArchitecture: amd64\n";
        yield return Control + "\nPackage: sudo\nVersion: 9\nArchitecture: amd64\n";
        yield return Control + " \nFilename: x\n";
        yield return Control + " text\n \t\nPackage: sudo\n";
        yield return "\n" + Control;
        yield return " continued\n" + Control;
        yield return Control + "no field\n";
        yield return Control + ": no name\n";
        yield return Control + "#Comment: x\n";
        yield return Control + "-Field: x\n";
        yield return Control + "A field: x\n";
        yield return Control + "F\u00e4ld: x\n";
        yield return Control + "package: other\n";
        yield return Control + "Package: tool\n";
        yield return Control.Replace("\n", "\r\n", StringComparison.Ordinal);
        yield return Control + "Homepage: a\rFilename: b\n";
        yield return Control + "Homepage: a\0b\n";
        yield return Control + "Homepage: a\u001bb\n";
        yield return Control + "Homepage: a\u0085Filename: b\n";
        yield return Control + string.Concat(
            Enumerable.Range(0, 300).Select(i => string.Create(CultureInfo.InvariantCulture, $"X-{i}: x\n")));
        foreach (var name in (string[])["T", "Tool", "../x", "a b", "a/b", "t\u00f6ol", new string('a', 200), "-a", "a_b"])
        {
            yield return $"Package: {name}\nVersion: 1\nArchitecture: amd64\n";
        }

        foreach (var version in (string[])["1 2", "1/2", "", "-1", "1_2", "\u0661", new string('1', 200), "1\n 2"])
        {
            yield return $"Package: tool\nVersion: {version}\nArchitecture: amd64\n";
        }

        foreach (var architecture in (string[])["arm64", "amd64 arm64", "AMD64", "../x", "any", "", "amd64\n x"])
        {
            yield return $"Package: tool\nVersion: 1\nArchitecture: {architecture}\n";
        }
    }

    private Task<UploadAnswer> PutAsync(byte[] bytes) => Service.UploadAsync(
        new UploadRequest
        {
            Version = Tool,
            Path = RepositoryPath.Of("pool/tool.deb"),
            Debian = new DebianCoordinates("stable", "main", "amd64"),
        },
        new MemoryStream(bytes),
        Cancellation);
}
