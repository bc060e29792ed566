namespace BintrayPush.Build.Tests;

/// <summary>The zip of what was published.</summary>
[TestClass]
public sealed class ZipPublishOutputTests : TaskTest
{
    [TestMethod]
    public void The_same_files_make_the_same_bytes_whenever_and_in_whatever_order()
    {
        var a = Write("publish/b/a.txt", "one");
        Write("publish/A.txt", "two");

        var first = Zip();
        Succeeds(first);
        var bytes = File.ReadAllBytes(first.ZipFile!.ItemSpec);
        File.Delete(a);
        File.SetLastWriteTimeUtc(Write("publish/b/a.txt", "one"), new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        Succeeds(Zip());

        CollectionAssert.AreEqual(bytes, File.ReadAllBytes(first.ZipFile.ItemSpec));
        using var zip = System.IO.Compression.ZipFile.OpenRead(first.ZipFile.ItemSpec);
        CollectionAssert.AreEqual(new[] { "A.txt", "b/a.txt" }, zip.Entries.Select(entry => entry.FullName).ToArray());
        Assert.IsTrue(zip.Entries.All(entry => entry.LastWriteTime.DateTime == new DateTime(1980, 1, 1)));
    }

    [TestMethod]
    public void The_name_says_package_version_framework_and_runtime()
    {
        Write("publish/a.txt");
        var task = Zip();
        task.PackageVersion = "1.2+meta";
        Succeeds(task);
        Assert.AreEqual(Path.Combine(Folder, "zips", "Acme-1.2.0.zip"), task.ZipFile!.ItemSpec);

        task.Framework = "net10.0";
        task.RuntimeIdentifier = "linux-x64";
        task.Version = "2026:11";
        Succeeds(task);
        Assert.AreEqual("Acme-2026-11-net10.0-linux-x64.zip", Path.GetFileName(task.ZipFile!.ItemSpec));
    }

    [TestMethod]
    public void Programs_can_be_started_after_unpacking_and_other_files_cannot()
    {
        Write("publish/run.sh", "#!/bin/sh\n");
        Write("publish/read.me", "not a program");
        var program = Path.Combine(Folder, "publish", "program");
        File.WriteAllBytes(program, [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, .. new byte[8], 2, 0, 0x3E, 0, .. new byte[44]]);
        var library = Path.Combine(Folder, "publish", "library.so");
        File.WriteAllBytes(library, [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, .. new byte[8], 3, 0, 0x3E, 0, .. new byte[44]]);
        var mac = Path.Combine(Folder, "publish", "mac");
        File.WriteAllBytes(mac, [0xCF, 0xFA, 0xED, 0xFE, .. new byte[8], 2, 0, 0, 0, .. new byte[16]]);

        var task = Zip();
        Succeeds(task);

        using var zip = System.IO.Compression.ZipFile.OpenRead(task.ZipFile!.ItemSpec);
        CollectionAssert.AreEquivalent(
            new[] { "mac", "program", "run.sh" },
            zip.Entries.Where(entry => ((entry.ExternalAttributes >> 16) & 0x40) != 0).Select(entry => entry.FullName).ToArray());

        // The permissions count only if the zip says that it was made on Unix; 3 is Unix.
        var bytes = File.ReadAllBytes(task.ZipFile.ItemSpec);
        var marks = Enumerable.Range(0, bytes.Length - 46).Where(at => bytes.AsSpan(at, 4).SequenceEqual("PK\u0001\u0002"u8))
            .Select(at => bytes[at + 5]).ToArray();
        CollectionAssert.AreEqual(new byte[] { 3, 3, 3, 3, 3 }, marks);
    }

    [TestMethod]
    public void What_was_there_before_unchanged_and_unlisted_is_named_and_left_out()
    {
        Write("publish/leftover.txt");
        Write("publish/listed.dll");
        Write("publish/sub/rewritten.txt");
        Write("publish/deleted.txt");
        var before = new ListPublishFolder { BuildEngine = Engine, ProjectDirectory = Folder, Folder = "publish" };
        Succeeds(before);
        File.Delete(Path.Combine(Folder, "publish", "deleted.txt"));
        Write("publish/sub/rewritten.txt", "other content");
        Write("publish/new.txt");

        var task = Zip();
        task.FoundBefore = before.Files;
        task.Published = [Item("bin/listed.dll", ("RelativePath", "listed.dll"))];
        Succeeds(task);

        using var zip = System.IO.Compression.ZipFile.OpenRead(task.ZipFile!.ItemSpec);
        CollectionAssert.AreEqual(
            new[] { "listed.dll", "new.txt", "sub/rewritten.txt" }, zip.Entries.Select(entry => entry.FullName).ToArray());
        StringAssert.Contains(Engine.Everything, "BTP1061");
        StringAssert.Contains(Engine.Everything, "left out of the zip: leftover.txt.");
    }

    [TestMethod]
    public void A_linked_folder_is_an_error_that_names_it()
    {
        Write("elsewhere/secret.txt");
        Write("publish/a.txt");
        Directory.CreateSymbolicLink(Path.Combine(Folder, "publish", "link"), Path.Combine(Folder, "elsewhere"));

        FailsWith(Zip(), "BTP1018");
        StringAssert.Contains(Engine.Everything, Path.Combine(Folder, "publish", "link"));
        Assert.IsFalse(Directory.Exists(Path.Combine(Folder, "zips")));
    }

    [TestMethod]
    public void Nothing_published_is_an_error() => FailsWith(Zip(), "BTP1018");

    private ZipPublishOutput Zip() => new()
    {
        BuildEngine = Engine,
        ProjectDirectory = Folder,
        PackageId = "Acme",
        PackageVersion = "1.0.0",
        Folder = "zips",
        PublishFolder = "publish",
    };
}
