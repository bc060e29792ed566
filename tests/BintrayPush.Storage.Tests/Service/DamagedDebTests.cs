using System.Text;
using BintrayPush.Conformance;
using BintrayPush.Formats.Debian;

namespace BintrayPush.Storage.Tests.Service;

/// <summary>Packages of which dpkg would read another control file than is read here, or none.</summary>
[TestClass]
public sealed class DamagedDebTests
{
    private const string XzOfDpkg =
        "/Td6WFoAAATm1rRGBMDZAYBQIQEWAAAAAAAAAGt4B37gJ/8A0V0AFwu8HH0BlcAdSj55FcLMJqNjHDgWp7pHllPlNwqj9mIZL7TycHa8tTc2fe"
        + "FgpcEhXOIH5+k+p3myQfkI/18Wpr0RUBKqYIH34nPqGtYVlnxIZIFLuUp1hmqnkRrA2khNdfKa7JjwNsPhODNvNF0NQsl7gnCaixKYg6KyLC/4"
        + "/5vDkXKqEgA4rIScFsBNgjMEnqAOu3loeh49TnUachFe7IZ7TIo3xao7JLASNKV55NvA4m5PyOl3lPNc7fwl0cbLzt7nmTszCdKQdtg8Mc6D+w"
        + "AAAAAAv2SwDmCy1IcAAfUBgFAAAEztjzqxxGf7AgAAAAAEWVo=";

    private const string XzWithCrc32 =
        "/Td6WFoAAAFpIt42AgAhARwAAAAQz1jM4Cf/ANFdABcLvBx9AZXAHUo+eRXCzCajYxw4Fqe6R5ZT5TcKo/ZiGS+08nB2vLU3Nn3hYKXBIVziB+"
        + "fpPqd5skH5CP9fFqa9EVASqmCB9+Jz6hrWFZZ8SGSBS7lKdYZqp5EawNpITXXymuyY8DbD4TgzbzRdDULJe4JwmosSmIOisiwv+P+bw5FyqhIA"
        + "OKyEnBbATYIzBJ6gDrt5aHoePU51GnIRXuyGe0yKN8WqOySwEjSleeTbwOJuT8jpd5TzXO38JdHGy87e55k7MwnSkHbYPDHOg/sAAAAAALKAbz"
        + "kAAekBgFAAAKwvm04+MA2LAgAAAAABWVo=";

    private const string XzWithSha256 =
        "/Td6WFoAAArh+wyhAgAhARYAAAB0L+Wj4Cf/ANFdABcLvBx9AZXAHUo+eRXCzCajYxw4Fqe6R5ZT5TcKo/ZiGS+08nB2vLU3Nn3hYKXBIVziB+"
        + "fpPqd5skH5CP9fFqa9EVASqmCB9+Jz6hrWFZZ8SGSBS7lKdYZqp5EawNpITXXymuyY8DbD4TgzbzRdDULJe4JwmosSmIOisiwv+P+bw5FyqhIA"
        + "OKyEnBbATYIzBJ6gDrt5aHoePU51GnIRXuyGe0yKN8WqOySwEjSleeTbwOJuT8jpd5TzXO38JdHGy87e55k7MwnSkHbYPDHOg/sAAAAAAAzbsd"
        + "pGgaeVddTt2Bq/OuHkCtAKmZ5dfJkDWi9QL2a1AAGFAoBQAABdmg12tunfHAIAAAAAClla";

    private const string XzInThreeBlocks =
        "/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4A//ALxdABcLvBx9AZXAHUo+eRXCzCajYxw4Fqe6R5ZT5TcKo/ZiGS+08nB2vLU3Nn3hYKXBIVziB+"
        + "fpPqd5skH5CP9fFqa9EVASqmCB9+Jz6hrWFZZ8SGSBS7lKdYZqp5EawNpITXXymuyY8DbD4TgzbzRdDULJe4JwmosSmIOisiwv+P+bw5FyqhIA"
        + "OKyEnBbATYIzBJ6gDrt5aHoePU51GnIRXuyGe0yKN8WqOySwEjSleeTbwOJuT8jpd5TPcA0UAIPJw+1zRnAdAgAhARYAAAB0L+Wj4A//ABldAA"
        + "Bv/f//o7f/Rz5IFXI5YVG4kijmo4SeKUYAAAAApfDqJZTT0yYCACEBFgAAAHQv5aPgB/8AEV0AAG/9//+jt/9HPkgVcJSpYAAAAAAAR+MnJBho"
        + "+zgAA9gBgCA1gCAtgBD4E852FBc7MAMAAAAABFla";

    private const string GzOfDpkg =
        "H4sIAAAAAAACA+3RQWvDIBjGcc9+Cj9Bqk1MIIyxwq6FnnYXJ11YGoux0I8/ya2FtacMBv8fyCO+8l6eaiNWp4vO2iWL+1zuxtZ622prdFveu0"
        + "53QlnxBy5zdkkpkWLMj/49m/9T1cbHKac4rtx/2zS/9m/q7W3/xtQllKb/1R2c/3bH0Ksc4yg/QpqHOPXKyF3yX0MOPl9SmbrTZ9vIvRumXE5I"
        + "vdqpF/cWru50HkMV0/FVvofZp+GclwVXKQAAAAAAAAAAAAAAAACs7AeygG85ACgAAA==";

    private const string ZstOfDpkg =
        "KLUv/WQAJ30FAOIJIB1gSdwAkNNj+EZkFMsPMipAXZy83W0/RTVQ0EmAMufwBeet4YEToHgTvBSYPbDAAmSSzPm5/eeW4CDqgNlk7IZv/A6heX"
        + "JQsteucTY4S/cnY2UT2hZootIDIeNACKJwaf/XrSDwux0zfb8xYEpcupYqKkVJlaFHQqiqKS1VVSyIEABAA3gAfjfhRAThgAE1AtkNkHXyFdgD"
        + "E9IABUPhAAh/ALLBCgCOlcv4BIYivq4+";

    private const string Control = "Package: tool\nVersion: 1\nArchitecture: amd64\nMaintainer: A <a@example.org>\nDescription: x\n";
    private const string Evil = "Package: evil\nVersion: 1\nArchitecture: amd64\nMaintainer: A <a@example.org>\nDescription: x\n";

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DataRow("control.tar.xz", XzOfDpkg, DisplayName = "control.tar.xz by dpkg-deb")]
    [DataRow("control.tar.xz", XzWithCrc32, DisplayName = "control.tar.xz with CRC-32")]
    [DataRow("control.tar.xz", XzWithSha256, DisplayName = "control.tar.xz with SHA-256")]
    [DataRow("control.tar.xz", XzInThreeBlocks, DisplayName = "control.tar.xz in three blocks")]
    [DataRow("control.tar.gz", GzOfDpkg, DisplayName = "control.tar.gz by dpkg-deb")]
    [DataRow("control.tar.zst", ZstOfDpkg, DisplayName = "control.tar.zst by dpkg-deb")]
    public async Task A_byte_that_is_another_is_found_or_changes_nothing_and_a_cut_is_found(string name, string base64)
    {
        var packed = Convert.FromBase64String(base64);
        var whole = Package((name, packed));
        Assert.AreEqual(Control, await ReadAsync(whole));
        var taken = 0;
        for (var at = 0; at < whole.Length; at++)
        {
            var bytes = whole.ToArray();
            bytes[at] ^= (byte)(1 << (at % 8));
            var read = await ReadAsync(bytes);
            Assert.IsTrue(read is null or Control, $"byte {at}: {read}");
            taken += read is null ? 0 : 1;
        }

        TestContext.WriteLine($"{taken} of {whole.Length} are taken.");
        for (var length = 0; length < packed.Length; length++)
        {
            Assert.IsNull(await ReadAsync(Package((name, packed[..length]))), $"cut at {length}");
        }

        Assert.IsNull(await ReadAsync(Package((name, [.. packed, 0, 0, 0, 0]))), "zeros follow");
        Assert.IsNull(await ReadAsync(Package((name, [.. packed, .. "garbage!"u8]))), "garbage follows");
    }

    [TestMethod]
    [DataRow(XzOfDpkg, DisplayName = "CRC-64")]
    [DataRow(XzWithCrc32, DisplayName = "CRC-32")]
    [DataRow(XzWithSha256, DisplayName = "SHA-256")]
    public async Task Of_an_xz_file_no_byte_may_be_another(string base64)
    {
        var packed = Convert.FromBase64String(base64);
        for (var at = 0; at < packed.Length; at++)
        {
            var bytes = packed.ToArray();
            bytes[at] ^= 1;
            Assert.IsNull(await ReadAsync(Package(("control.tar.xz", bytes))), $"byte {at}");
        }
    }

    [TestMethod]
    [DataRow("control", "control")]
    [DataRow("control", "./control")]
    [DataRow("./control", "control")]
    [DataRow("./control", ".//control")]
    [DataRow("./control", "././control")]
    [DataRow("./control", "/control")]
    [DataRow("./control", "control/x")]
    [DataRow("./control", "x/../control")]
    [DataRow("./control", "../other")]
    public async Task Two_entries_that_dpkg_may_unpack_as_control_are_refused(string first, string second)
    {
        var tar = DebPackage.Tar((first, Encoding.ASCII.GetBytes(Control)), (second, Encoding.ASCII.GetBytes(Evil)));
        Assert.IsNull(await ReadAsync(Package(("control.tar", tar))));
    }

    [TestMethod]
    [DataRow('1', DisplayName = "a hard link")]
    [DataRow('2', DisplayName = "a symbolic link")]
    [DataRow('5', DisplayName = "a folder")]
    [DataRow('6', DisplayName = "a pipe")]
    [DataRow('7', DisplayName = "a contiguous file")]
    [DataRow('Z', DisplayName = "an entry of no known type")]
    public async Task Another_entry_than_a_file_is_no_control_file(char type)
    {
        var control = Encoding.ASCII.GetBytes(Control);
        var tar = DebPackage.Tar(("control", control), ("control", []));
        Retype(tar.AsSpan(1024, 512), type);
        Assert.IsNull(await ReadAsync(Package(("control.tar", tar))));
        tar = DebPackage.Tar(("control", []));
        Retype(tar.AsSpan(0, 512), type);
        Assert.IsNull(await ReadAsync(Package(("control.tar", tar))));
    }

    [TestMethod]
    [DataRow("x", "18 path=./control\n")]
    [DataRow("g", "18 path=./control\n")]
    [DataRow("x", "27 GNU.sparse.name=control\n")]
    [DataRow("x", "10 size=0\n")]
    [DataRow("x", "99 path=control\n")]
    [DataRow("L", "./control\0")]
    [DataRow("L", "control\0x\0")]
    public async Task An_entry_that_is_renamed_to_control_is_one_more(string type, string content)
    {
        var tar = DebPackage.Tar(
            ("control", Encoding.ASCII.GetBytes(Control)), ("x", Encoding.ASCII.GetBytes(content)), ("z", Encoding.ASCII.GetBytes(Evil)));
        Retype(tar.AsSpan(1024, 512), type[0]);
        Assert.IsNull(await ReadAsync(Package(("control.tar", tar))));
    }

    [TestMethod]
    [DataRow("x", "16 path=control\n")]
    [DataRow("L", "./control\0")]
    public async Task A_control_file_may_have_its_name_from_the_header_before_it(string type, string content)
    {
        var tar = DebPackage.Tar(("x", Encoding.ASCII.GetBytes(content)), ("z", Encoding.ASCII.GetBytes(Control)));
        Retype(tar.AsSpan(0, 512), type[0]);
        Assert.AreEqual(Control, await ReadAsync(Package(("control.tar", tar))));
    }

    [TestMethod]
    [DataRow("2.0")]
    [DataRow("2.\n")]
    [DataRow("2.x\n")]
    [DataRow("2.0\r\n")]
    public async Task A_format_that_dpkg_cannot_read_is_refused(string format)
    {
        var tar = DebPackage.Tar(("control", Encoding.ASCII.GetBytes(Control)));
        Assert.IsNull(await ReadAsync(
            DebPackage.Archive(("debian-binary", Encoding.ASCII.GetBytes(format)), ("control.tar", tar), ("data.tar", new byte[1024]))));
    }

    private static void Retype(Span<byte> header, char type)
    {
        header[156] = (byte)type;
        header.Slice(148, 8).Fill((byte)' ');
        var sum = 0;
        foreach (var b in header)
        {
            sum += b;
        }

        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[148..]);
    }

    private static byte[] Package((string Name, byte[] Bytes) control) =>
        DebPackage.Archive(("debian-binary", "2.0\n"u8.ToArray()), control, ("data.tar", new byte[1024]));

    private async Task<string?> ReadAsync(byte[] package)
    {
        try
        {
            using var stream = new MemoryStream(package);
            return Encoding.ASCII.GetString(await new DebReader().ReadControlAsync(stream, TestContext.CancellationToken));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
