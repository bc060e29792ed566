using System.Text;
using BintrayPush.Api.Content;

namespace BintrayPush.Packages.Tests;

/// <summary>Packages that are broken or made to hurt, each in one way.</summary>
internal static class MalformedPackages
{
    private static readonly RawEntry Nuspec = new("Acme.Tool.nuspec", TestPackages.Manifest());
    private static readonly byte[] Zeros = new byte[2 << 20];

    /// <summary>What is wrong with each, and its bytes.</summary>
    public static IEnumerable<(string What, byte[] Bytes)> All() =>
        Archives().Concat(Ends()).Concat(Entries()).Concat(Names()).Concat(Manifests()).Concat(Metadata()).Concat(Cut());

    /// <summary>A sound one, in which <see cref="Cut"/> and others break something.</summary>
    public static byte[] Sound() => TestPackages.Package(
        "<icon>icon.png</icon><readme>docs/README.md</readme>",
        new RawEntry("_rels/.rels", "<Relationships/>"),
        new RawEntry("icon.png", [1, 2, 3]) { Method = 0 },
        new RawEntry("docs/README.md", "# Acme"),
        new RawEntry("lib/net8.0/Acme.Tool.dll", new byte[5000]),
        new RawEntry("[Content_Types].xml", "<Types/>"));

    private static IEnumerable<(string, byte[])> Cut()
    {
        var whole = Sound();
        for (var i = 0; i < 150; i++)
        {
            var length = whole.Length * i / 150;
            yield return ($"cut at {length}", whole[..length]);
        }

        for (var length = whole.Length - 50; length < whole.Length; length++)
        {
            yield return ($"cut at {length}", whole[..length]);
        }

        foreach (var count in (int[])[1, 2, 100, 70_000])
        {
            yield return ($"{count} bytes before", [.. new byte[count], .. whole]);
            yield return ($"{count} bytes behind", [.. whole, .. new byte[count]]);
            yield return ($"without its first {count} bytes", whole[Math.Min(count, whole.Length)..]);
        }

        // A byte that is there twice, or is not there.
        for (var i = 1; i < 40; i++)
        {
            var at = whole.Length * i / 40;
            yield return ($"a byte twice at {at}", [.. whole[..at], whole[at], .. whole[at..]]);
            yield return ($"a byte less at {at}", [.. whole[..at], .. whole[(at + 1)..]]);
        }
    }

    private static IEnumerable<(string, byte[])> Archives()
    {
        yield return ("empty", []);
        yield return ("text", "I am a package"u8.ToArray());
        yield return ("a gzip", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0]);
        yield return ("an end and nothing else", RawZip.Package());
        yield return ("zeros", new byte[100_000]);
        for (var seed = 0; seed < 20; seed++)
        {
            var noise = new byte[1000 * (seed + 1)];
            new Random(seed).NextBytes(noise);
            yield return ($"noise {seed}", noise);
            yield return ($"noise {seed} with an end", [.. noise, .. RawZip.Package()]);
        }

        yield return ("two packages, one behind the other", [.. Sound(), .. Sound()]);
        yield return ("a package in the comment of another", new RawZip().Add(Nuspec).Finish(comment: Sound()));
        yield return ("an end in a comment", new RawZip().Add(Nuspec).Finish(comment: RawZip.Package()));
        yield return ("the beginning of an end in a comment", new RawZip().Add(Nuspec).Finish(comment: [.. "PK\x5\x6"u8, .. new byte[18]]));
    }

    private static IEnumerable<(string, byte[])> Ends()
    {
        foreach (var count in (int[])[0, 2, 20_000, 65_535])
        {
            yield return ($"{count} entries are said to be there", new RawZip().Add(Nuspec).Finish(entries: count));
        }

        foreach (var value in (long[])[0, 1, 22, int.MaxValue, uint.MaxValue - 1, uint.MaxValue])
        {
            yield return ($"a directory at {value}", new RawZip().Add(Nuspec).Finish(at: value));
            yield return ($"a directory of {value} bytes", new RawZip().Add(Nuspec).Finish(length: value));
        }

        foreach (var value in (long[])[-1, 0, 1, long.MaxValue, long.MinValue, uint.MaxValue])
        {
            yield return ($"a large directory at {value}", new RawZip().Add(Nuspec).FinishLarge(at: value));
            yield return ($"a large end at {value}", new RawZip().Add(Nuspec).FinishLarge(recordAt: value));
            if (value != 1)
            {
                yield return ($"{value} entries by the large end", new RawZip().Add(Nuspec).FinishLarge(entries: value));
            }
        }

        var disk = RawZip.Package(Nuspec);
        disk[^18] = 1;
        yield return ("one disk of two", disk);
    }

    private static IEnumerable<(string, byte[])> Entries()
    {
        RawEntry lie = new("lie.txt", "some text, some text, some text");
        foreach (var length in (long[])[0, 1, 30, 32, 1 << 20, int.MaxValue, uint.MaxValue - 1, uint.MaxValue])
        {
            var nuspec = Nuspec with { Length = length };
            yield return ($"a manifest that says it has {length} bytes", RawZip.Package(nuspec));
            yield return ($"a manifest that says it has {length} packed bytes", RawZip.Package(Nuspec with { PackedLength = length }));
            yield return ($"a stored manifest that says it has {length} bytes", RawZip.Package(nuspec with { Method = 0 }));
            yield return ($"an entry that says it has {length} packed bytes", RawZip.Package(Nuspec, lie with { PackedLength = length }));
        }

        for (var i = 0; i < 12; i++)
        {
            yield return ($"an entry of 2 GiB, {i}", RawZip.Package(Nuspec, lie with { Length = int.MaxValue - i, Method = 8 }));
        }

        yield return ("a manifest with another checksum", RawZip.Package(Nuspec with { Crc = 1 }));
        yield return ("a header with another checksum", RawZip.Package(Nuspec with { LocalCrc = 1 }));
        yield return ("a header with another length", RawZip.Package(Nuspec, lie with { LocalLength = 1 }));
        yield return ("a header with another name", RawZip.Package(Nuspec, lie with { LocalName = "lib.txt"u8.ToArray() }));
        yield return ("a header with a longer name", RawZip.Package(Nuspec, lie with { LocalName = "lie.txt.exe"u8.ToArray() }));
        yield return ("a header with another method", RawZip.Package(Nuspec, lie with { LocalMethod = 0 }));
        yield return ("a manifest that is not packed", RawZip.Package(Nuspec with { Packed = Nuspec.Content }));
        yield return ("a manifest of noise", RawZip.Package(Nuspec with { Packed = [1, 2, 3, 4, 5] }));
        yield return ("a manifest of nothing", RawZip.Package(Nuspec with { Packed = [] }));
        yield return ("a manifest packed in part", RawZip.Package(Nuspec with { Packed = RawZip.Deflate(Nuspec.Content)[..^10] }));
        yield return ("an encrypted manifest", RawZip.Package(Nuspec with { Flags = 1 }));
        foreach (var method in (ushort[])[1, 6, 9, 12, 14, 93, 95, 98, 99, 65535])
        {
            yield return ($"an entry packed by method {method}", RawZip.Package(Nuspec, lie with { Method = method }));
        }

        foreach (var at in (uint[])[0, 1, 10, 1_000_000, uint.MaxValue - 1, uint.MaxValue])
        {
            yield return ($"an entry at {at}", RawZip.Package(Nuspec, lie with { HeaderAt = at }));
        }

        yield return ("something between two entries", RawZip.Package(Nuspec with { Behind = [0] }, lie));
        yield return ("an entry that no directory names", RawZip.Package(Nuspec with { Behind = RawZip.Package(lie)[..60] }, lie));
        yield return ("something before the directory", RawZip.Package(Nuspec, lie with { Behind = new byte[16] }));
        yield return ("a descriptor of five bytes", RawZip.Package(Nuspec with { Flags = 8, Behind = new byte[5] }, lie));
        yield return ("a bomb of one entry", RawZip.Package(
            [Nuspec, .. Enumerable.Range(0, 40).Select(i => new RawEntry($"{i}", Zeros))]));
        yield return ("many entries", RawZip.Package(
            [Nuspec, .. Enumerable.Range(0, 20_000).Select(i => new RawEntry($"{i}", []) { Method = 0 })]));
        yield return ("many long names", RawZip.Package(
            [Nuspec, .. Enumerable.Range(0, 6_000).Select(i => new RawEntry($"{i}{new string('x', 900)}", []) { Method = 0 })]));
        yield return ("a directory of little but what packers add", RawZip.Package(
            [Nuspec, .. Enumerable.Range(0, 100).Select(i => new RawEntry($"{i}", []) { Method = 0, Extra = new byte[65_000] })]));
        // One packed content, and many entries that share it.
        yield return ("entries in one another", RawZip.Package(
            [Nuspec, .. Enumerable.Range(0, 100).Select(i => new RawEntry($"{i:00}", Zeros[..1000]) { HeaderAt = 0, Method = 0 })]));
    }

    private static IEnumerable<(string, byte[])> Names()
    {
        string[] names =
        [
            "/lib/a.dll", "//a", "../a", "lib/../../a", "lib/..", "..", ".", "./a", "lib/./a", "lib//a", "/", "\\a", "lib\\a.dll",
            "..\\a", "C:/a", "c:a", "lib/a.dll:evil", "a\0b", "a\nb", "a\rb", "a\u001b[2J", "a\u0085b", "%2e%2e/a", "lib/%2E%2E/%2E%2E/a",
            "..%2Fa", "lib%2f..%2f..%2fa", "%5Ca", "a%5C..%5Cb", "C%3A/a", "a%00b", "a%0Ab", "%2Fetc/passwd", "lib/a.dll%3Aevil",
            new string('a', 1001), "",
        ];
        foreach (var name in names)
        {
            yield return ($"an entry called '{LogText.Shorten(name)}'", RawZip.Package(Nuspec, new RawEntry(name, "text")));
        }

        foreach (var name in (byte[][])[[0xff, 0xfe], [0xc0, 0xae, 0xc0, 0xae, (byte)'/', (byte)'a'], [(byte)'a', 0xed, 0xa0, 0x80], [0xe9]])
        {
            yield return ($"a name of the bytes {Convert.ToHexString(name)}", RawZip.Package(Nuspec, new RawEntry(name, [])));
        }

        (string, string)[] pairs =
        [
            ("lib/a.dll", "lib/a.dll"), ("lib/a.dll", "LIB/A.dll"), ("lib/a.dll", "lib/%61.dll"), ("a b", "a%20b"), ("lib", "lib/a.dll"),
            ("lib/a.dll/b", "lib/A.DLL"), ("lib", "lib/"), ("lib/", "Lib/"), ("x", "x/y/z"),
        ];
        foreach (var (one, other) in pairs)
        {
            yield return ($"'{one}' beside '{other}'", RawZip.Package(Nuspec, new RawEntry(one, "1"), new RawEntry(other, "2")));
        }
    }

    private static IEnumerable<(string, byte[])> Manifests()
    {
        yield return ("no manifest", RawZip.Package(new RawEntry("lib/a.dll", "a")));
        yield return ("a manifest in a folder", RawZip.Package(new RawEntry("lib/Acme.Tool.nuspec", TestPackages.Manifest())));
        yield return ("two manifests", RawZip.Package(Nuspec, new RawEntry("Other.nuspec", TestPackages.Manifest())));
        yield return ("two manifests of other letters", RawZip.Package(Nuspec, new RawEntry("other.NUSPEC", TestPackages.Manifest())));
        yield return ("a manifest of another id", RawZip.Package(new RawEntry("Other.nuspec", TestPackages.Manifest())));
        yield return ("a manifest with no name", RawZip.Package(new RawEntry(".nuspec", TestPackages.Manifest())));
        yield return ("a large manifest", Of(TestPackages.Manifest($"<!--{new string(' ', 1 << 20)}-->")));
        yield return ("a bomb of a manifest", RawZip.Package(new RawEntry("Acme.Tool.nuspec", new byte[60 << 20])));
        string[] texts =
        [
            "", " ", "text", "<", "<package>", "<package/>", "<package><metadata/></package>", "<metadata><id>Acme.Tool</id></metadata>",
            "<nuspec/>", "<package><files/></package>", "{}", "\0\0\0\0",
            "<?xml version=\"1.0\" encoding=\"klingon\"?><package/>",
            "<?xml version=\"9.9\"?><package/>",
            "<!DOCTYPE package><package/>",
            TestPackages.Manifest().Replace("<package", "<!DOCTYPE p [<!ENTITY a \"x\">]><package", StringComparison.Ordinal),
            TestPackages.Manifest("<title>&nothing;</title>"),
            TestPackages.Manifest("<title>&#0;</title>"),
            TestPackages.Manifest("<title>&#xD800;</title>"),
            TestPackages.Manifest("<title>\u0001</title>"),
            TestPackages.Manifest("<x:title/>"),
            TestPackages.Manifest("<title a='1' a='2'/>"),
            TestPackages.Manifest("</metadata>"),
            TestPackages.Manifest()[..^5],
            TestPackages.Manifest() + TestPackages.Manifest(),
            TestPackages.Manifest(string.Concat(Enumerable.Repeat("<a>", 60)) + string.Concat(Enumerable.Repeat("</a>", 60))),
            Nested(1000), Nested(100_000),
            // Entities of entities: of 1 KB, 10 GB.
            "<!DOCTYPE p [<!ENTITY a0 \"aaaaaaaaaa\">" + string.Concat(Enumerable.Range(1, 9).Select(
                i => $"<!ENTITY a{i} \"{string.Concat(Enumerable.Repeat($"&a{i - 1};", 10))}\">")) + "]><package>&a9;</package>",
            "<!DOCTYPE p [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><package><metadata><id>&x;</id></metadata></package>",
            "<!DOCTYPE p SYSTEM \"http://127.0.0.1:1/x.dtd\"><package/>",
        ];
        foreach (var text in texts)
        {
            yield return ($"the manifest {LogText.Shorten(text, 60)}", Of(text));
        }

        yield return ("a manifest in Latin-1", RawZip.Package(
            new RawEntry("Acme.Tool.nuspec", Encoding.Latin1.GetBytes(TestPackages.Manifest("<title>caf\u00e9</title>")))));
    }

    private static IEnumerable<(string, byte[])> Metadata()
    {
        string[] ids =
        [
            "", " ", "Acme Tool", "Acme..Tool", ".Acme", "Acme.", "-a", "a-", "a--b", "a/b", "../a", "a\\b", "a:b", "a*", "a%20b", "a?b", "a#b", "a+b",
            "a@b", "$id$", "a\nb", "a\n", new string('a', 101), "a\u200bb", "a\u202eb", "\u2025",
        ];
        foreach (var id in ids)
        {
            yield return ($"the id '{LogText.Shorten(id)}'", RawZip.Package(new RawEntry($"{id}.nuspec", TestPackages.Manifest(id: id))));
            yield return ($"the id '{LogText.Shorten(id)}' by another name", Of(TestPackages.Manifest(id: id)));
        }

        string[] versions =
        [
            "", " ", "1", "a", "v1.0", "1.0.0.0.0", "1..0", "-1.0", "1.0-", "1.0.0-a..b", "1.0.0-a_b", "1.0.0+", "1.0.0-\u00e4",
            "1.0.0/2", "$version$", "1.0.*", "[1.0]", "99999999999.0.0", "1.0.0-" + new string('a', 60), "1.0.0+" + new string('a', 60),
        ];
        foreach (var version in versions.Where(version => version != "1"))
        {
            yield return ($"the version '{version}'", Of(TestPackages.Manifest(version: version)));
        }

        var (longText, url) = (new string('x', 40_001), $"https://example.com/{new string('x', 2_000)}");
        string[] elements =
        [
            $"<title>{longText}</title>", $"<summary>{longText}</summary>", $"<releaseNotes>{longText}</releaseNotes>",
            $"<copyright>{longText}</copyright>", $"<language>{longText}</language>", $"<tags>{longText}</tags>",
            $"<projectUrl>{url}</projectUrl>", $"<iconUrl>{url}</iconUrl>", $"<licenseUrl>{url}</licenseUrl>",
            $"<repository type=\"git\" url=\"{url}\" />", $"<license type=\"expression\">{longText}</license>",
            "<icon>icon.png</icon>", "<readme>README.md</readme>", "<license type=\"file\">LICENSE</license>", "<icon>../icon.png</icon>",
            "<icon>/etc/passwd</icon>", $"<icon>{longText}</icon>",
            "<developmentDependency>perhaps</developmentDependency>", "<packageTypes><packageType /></packageTypes>",
            "<packageTypes><packageType name=\"\" /></packageTypes>", "<packageTypes><packageType name=\"A\" version=\"x\" /></packageTypes>",
            "<dependencies><dependency /></dependencies>", "<dependencies><dependency id=\"\" /></dependencies>",
            "<dependencies><dependency id=\"a b\" version=\"1.0\" /></dependencies>",
            "<dependencies><dependency id=\"../a\" version=\"1.0\" /></dependencies>",
            $"<dependencies><dependency id=\"{new string('a', 101)}\" /></dependencies>",
            $"<dependencies><dependency id=\"a\" version=\"[1.0.0-{new string('a', 300)}]\" /></dependencies>",
            "<dependencies>" + string.Concat(Enumerable.Range(0, 5_001).Select(i => $"<dependency id=\"a{i}\" />")) + "</dependencies>",
            "<dependencies>" + string.Concat(Enumerable.Range(0, 5_001).Select(i => $"<group targetFramework=\"net{i}.0\" />"))
                + "</dependencies>",
        ];
        foreach (var element in elements)
        {
            yield return ($"the element {LogText.Shorten(element, 80)}", Of(TestPackages.Manifest(element)));
        }

        yield return ("a long description", Of(TestPackages.Manifest().Replace("A tool.", longText, StringComparison.Ordinal)));
        yield return ("long authors", Of(TestPackages.Manifest().Replace("<authors>Acme", $"<authors>{longText}", StringComparison.Ordinal)));
        foreach (var (element, entry) in ((string, RawEntry)[])
            [
                ("<icon>i.png</icon>", new("i.png", new byte[(1 << 20) + 1])),
                ("<readme>r.md</readme>", new("r.md", new byte[(1 << 20) + 1])),
                ("<license type=\"file\">l.txt</license>", new("l.txt", new byte[(1 << 20) + 1])),
                ("<icon>i.png</icon>", new("i.png", "text") { Crc = 1 }),
                ("<icon>i.png</icon>", new("i.png", new byte[2000]) { Length = 1000 }),
                ("<readme>r.md</readme>", new("r.md", "text") { Packed = [7, 7, 7] }),
            ])
        {
            yield return ($"{element} of {entry.Content.Length} bytes", TestPackages.Package(element, entry));
        }
    }

    private static byte[] Of(string manifest) => RawZip.Package(new RawEntry("Acme.Tool.nuspec", manifest));

    private static string Nested(int depth) => TestPackages.Manifest().Replace(
        "Acme.Tool",
        string.Concat(Enumerable.Repeat("<a>", depth)) + string.Concat(Enumerable.Repeat("</a>", depth)),
        StringComparison.Ordinal);
}
