using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;

namespace BintrayPush.Packages.Tests;

/// <summary>Symbol packages, and to which package they belong. The assemblies are these tests and what they test.</summary>
[TestClass]
public sealed class SymbolTests : PackageTests
{
    private const string SymbolType = """<packageTypes><packageType name="SymbolsPackage" /></packageTypes>""";

    private static readonly string Here = typeof(SymbolTests).Assembly.Location;
    private static readonly string Other = typeof(NuGetPackageReader).Assembly.Location;

    [TestMethod]
    public async Task Debug_information_is_named_as_debuggers_ask_for_it()
    {
        var pdb = await File.ReadAllBytesAsync(PdbOf(Here), Cancellation);

        var found = await ReadAsync(("lib/net10.0/Acme.Tool.PDB", pdb));

        Assert.AreEqual("Acme.Tool", found.Id);
        Assert.AreEqual("1.2.3", found.Version.ToNormalizedString());
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(pdb));
        var header = provider.GetMetadataReader().DebugMetadataHeader!;
        var (signature, checksum) = ($"{new BlobContentId(header.Id).Guid:N}ffffffff", ChecksumOf(pdb, header.IdStartOffset));
        Assert.AreEqual(
            new PortablePdb("lib/net10.0/Acme.Tool.PDB", "acme.tool.pdb", signature, checksum, pdb.Length), found.Pdbs.Single());
    }

    [TestMethod]
    public async Task Assemblies_say_which_debug_information_is_theirs()
    {
        var found = (await DebugIdsAsync(("lib/a.dll", Here), ("tools/b.exe", Other))).ToList();

        Assert.HasCount(2, found);
        foreach (var (id, file) in found.Zip([Here, Other]))
        {
            using var image = new PEReader(File.OpenRead(file));
            var records = image.ReadDebugDirectory();
            var codeView = records.First(record => record.Type == DebugDirectoryEntryType.CodeView);
            var checksum = records.First(record => record.Type == DebugDirectoryEntryType.PdbChecksum);
            Assert.AreEqual($"{image.ReadCodeViewDebugDirectoryData(codeView).Guid:N}ffffffff", id.Signature);
            Assert.AreEqual(Path.GetFileName(PdbOf(file)), id.Pdb);
            Assert.AreEqual(
                Convert.ToHexStringLower([.. image.ReadPdbChecksumDebugDirectoryData(checksum).Checksum]), id.Checksum);
        }
    }

    [TestMethod]
    public async Task Debug_information_of_the_same_build_belongs_to_its_package()
    {
        var symbols = await ReadAsync(("lib/a.pdb", File.ReadAllBytes(PdbOf(Here))), ("tools/b.pdb", File.ReadAllBytes(PdbOf(Other))));

        Assert.IsEmpty(SymbolTie.FaultsOf(symbols.Pdbs, await DebugIdsAsync(("lib/a.dll", Here), ("tools/b.exe", Other))));
    }

    [TestMethod]
    public async Task Debug_information_of_another_build_is_told_from_that_of_nothing()
    {
        var symbols = await ReadAsync(
            ($"lib/{Path.GetFileName(PdbOf(Here))}", Built(PdbOf(Here), changedId: true, changedCode: false)),
            ("lib/changed.pdb", Built(PdbOf(Here), changedId: false, changedCode: true)),
            ("lib/b.pdb", File.ReadAllBytes(PdbOf(Other))));

        var faults = SymbolTie.FaultsOf(symbols.Pdbs, await DebugIdsAsync(("lib/a.dll", Here)));

        CollectionAssert.AreEqual(
            new[]
            {
                "'lib/BintrayPush.Packages.Tests.pdb' is of another build than 'lib/a.dll'",
                "'lib/changed.pdb' was changed after 'lib/a.dll' was built with it",
                "'lib/b.pdb' belongs to no assembly of the package",
            },
            faults.ToArray());
    }

    [TestMethod]
    public async Task What_is_called_an_assembly_and_is_none_has_no_debug_information()
    {
        var image = File.ReadAllBytes(Here);
        var cut = Enumerable.Range(0, 200).Select(i => image[..(image.Length * i / 200)]);
        var random = new Random(1);
        var flipped = Enumerable.Range(0, 500).Select(_ => Flipped(image, random.Next(1024), random));
        var entries = cut.Concat(flipped).Append(TestPackages.Utf8("MZ")).Append(new byte[100_000])
            .Select((bytes, i) => new RawEntry($"lib/{i}.dll", bytes)).ToArray();

        var found = await AssemblyDebugIds.ReadAsync(
            new MemoryStream(TestPackages.Package("", entries)), new PackageLimits(), Cancellation);

        Assert.IsLessThan(entries.Length, found.Count);
    }

    [TestMethod]
    public async Task Damaged_debug_information_is_refused_or_another_one()
    {
        var pdb = File.ReadAllBytes(PdbOf(Here));
        var random = new Random(1);
        for (var i = 0; i < 400; i++)
        {
            var bytes = i % 2 == 0 ? pdb[..random.Next(i < 200 ? 200 : pdb.Length)] : Flipped(pdb, random.Next(200), random);
            try
            {
                var found = await ReadAsync(("a.pdb", bytes));
                Assert.AreEqual(bytes.Length, found.Pdbs[0].Size);
            }
            catch (InvalidDataException refusal)
            {
                StringAssert.Contains(refusal.Message, "'a.pdb'", StringComparison.Ordinal);
            }
        }
    }

    [TestMethod]
    [DataRow(200)]
    [DataRow((1 << 16) - 7)]
    [DataRow(1 << 16)]
    [DataRow(300_001)]
    public async Task The_id_is_found_wherever_it_is(int at)
    {
        var pdb = new byte[at + 400_000];
        new Random(at).NextBytes(pdb);
        // A list of two streams, the second one with the id.
        TestPackages.Utf8("BSJB").CopyTo(pdb, 0);
        BitConverter.TryWriteBytes(pdb.AsSpan(12), 12);
        BitConverter.TryWriteBytes(pdb.AsSpan(30), (ushort)2);
        TestPackages.Utf8("#Strings\0\0\0\0").CopyTo(pdb, 40);
        BitConverter.TryWriteBytes(pdb.AsSpan(52), at);
        BitConverter.TryWriteBytes(pdb.AsSpan(56), 20);
        TestPackages.Utf8("#Pdb\0\0\0\0").CopyTo(pdb, 60);
        var guid = new Guid(pdb.AsSpan(at, 16));

        var found = (await ReadAsync(("a.pdb", pdb))).Pdbs.Single();

        Assert.AreEqual($"{guid:N}ffffffff", found.Signature);
        Assert.AreEqual(ChecksumOf(pdb, at), found.Checksum);
    }

    [TestMethod]
    public async Task Debug_information_is_served_as_it_was_packed()
    {
        var pdb = File.ReadAllBytes(PdbOf(Here));
        using var package = new MemoryStream(SymbolPackage(("lib/a.pdb", pdb)));

        await using var content = await Symbols.OpenAsync(package, "LIB/A.pdb", Cancellation);
        using var read = new MemoryStream();
        await content!.CopyToAsync(read, Cancellation);

        CollectionAssert.AreEqual(pdb, read.ToArray());
        Assert.IsNull(await Symbols.OpenAsync(package, "lib/b.pdb", Cancellation));
        Assert.IsNull(await Symbols.OpenAsync(package, "Acme.Tool.nuspec", Cancellation));
    }

    [TestMethod]
    [DataRow("a.pdb", "Microsoft C/C++ MSF 7.00\r\n\u001aDS\0\0\0", "is a Windows PDB")]
    [DataRow("a.pdb", "", "is no portable PDB")]
    [DataRow("a.pdb", "BSJB", "is a damaged PDB")]
    [DataRow("a.dll", "MZ", "is no debug information")]
    [DataRow("readme.md", "text", "is no debug information")]
    [DataRow("a.xml", "text", "it holds no debug information")]
    public async Task What_no_debugger_can_use_is_refused(string name, string content, string why)
    {
        var refusal = await Assert.ThrowsExactlyAsync<InvalidDataException>(() => ReadAsync((name, TestPackages.Utf8(content))));

        StringAssert.Contains(refusal.Message, why, StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task A_package_that_does_not_say_that_it_is_one_of_symbols_is_refused()
    {
        var package = TestPackages.Package("", new RawEntry("a.pdb", File.ReadAllBytes(PdbOf(Here))));

        var refusal = await Assert.ThrowsExactlyAsync<InvalidDataException>(
            () => Symbols.ReadAsync(new MemoryStream(package), Cancellation));

        StringAssert.Contains(refusal.Message, "packageType SymbolsPackage", StringComparison.Ordinal);
    }

    private Task<SymbolPackage> ReadAsync(params (string Name, byte[] Content)[] pdbs) =>
        Symbols.ReadAsync(new MemoryStream(SymbolPackage(pdbs)), Cancellation);

    private Task<IReadOnlyList<DebugId>> DebugIdsAsync(params (string Name, string File)[] assemblies) => AssemblyDebugIds.ReadAsync(
        new MemoryStream(TestPackages.Package("", [.. assemblies.Select(one => new RawEntry(one.Name, File.ReadAllBytes(one.File)))])),
        new PackageLimits(),
        Cancellation);

    private static byte[] SymbolPackage(params (string Name, byte[] Content)[] pdbs) =>
        TestPackages.Package(SymbolType, [.. pdbs.Select(pdb => new RawEntry(pdb.Name, pdb.Content))]);

    private static string PdbOf(string assembly) => Path.ChangeExtension(assembly, ".pdb");

    private static byte[] Built(string file, bool changedId, bool changedCode)
    {
        var pdb = File.ReadAllBytes(file);
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(pdb));
        pdb[provider.GetMetadataReader().DebugMetadataHeader!.IdStartOffset] ^= (byte)(changedId ? 1 : 0);
        pdb[^1] ^= (byte)(changedCode ? 1 : 0);
        return pdb;
    }

    private static byte[] Flipped(byte[] bytes, int at, Random random)
    {
        var flipped = bytes.ToArray();
        flipped[at] = (byte)random.Next(256);
        return flipped;
    }

    private static string ChecksumOf(byte[] pdb, int idAt)
    {
        var zeroed = pdb.ToArray();
        zeroed.AsSpan(idAt, 20).Clear();
        return Convert.ToHexStringLower(SHA256.HashData(zeroed));
    }
}
