using BintrayPush.Api.Names;

namespace BintrayPush.Api.Tests;

/// <summary>Names and paths from outside are checked once, in types that cannot hold an illegal one.</summary>
[TestClass]
public sealed class NameTests
{
    [TestMethod]
    [DataRow("acme/tools", "acme", "tools")]
    [DataRow(" acme/tools ", "acme", "tools")]
    [DataRow("a.b-c_d/E.9", "a.b-c_d", "E.9")]
    public void A_repository_is_written_subject_slash_name(string text, string subject, string name)
    {
        Assert.IsTrue(RepositoryAddress.TryParse(text, out var address, out _));
        Assert.AreEqual((subject, name), (address!.Subject, address.Name));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("acme")]
    [DataRow("acme/")]
    [DataRow("/tools")]
    [DataRow("a/b/c")]
    [DataRow("../tools")]
    [DataRow("acme/..")]
    [DataRow("acme/to ols")]
    [DataRow("acme\\tools")]
    [DataRow("acme/t\u00f6ols")]
    public void Anything_else_is_no_repository(string text)
    {
        Assert.IsFalse(RepositoryAddress.TryParse(text, out _, out var fault));
        Assert.IsFalse(string.IsNullOrWhiteSpace(fault));
    }

    [TestMethod]
    public void Every_address_is_read_from_the_form_it_is_written_in()
    {
        Assert.IsTrue(PackageAddress.TryParse("acme/tools/lib", out var package, out _));
        Assert.AreEqual("acme/tools/lib", package.ToString());
        Assert.IsTrue(VersionAddress.TryParse("acme/tools/lib/1.0", out var version, out _));
        Assert.AreEqual("acme/tools/lib/1.0", version.ToString());
        Assert.AreEqual(package, version.Package);
        Assert.IsTrue(FileAddress.TryParse("acme/tools/a/b.zip", out var file, out _));
        Assert.AreEqual("acme/tools/a/b.zip", file.ToString());
    }

    [TestMethod]
    [DataRow("acme/tools/lib")]
    [DataRow("acme/tools/lib/1.0/more")]
    [DataRow("ac me/tools/lib/1.0")]
    [DataRow("acme/to ols/lib/1.0")]
    [DataRow("acme/tools/../1.0")]
    [DataRow("acme/tools/lib/_latest")]
    public void Anything_else_is_no_version(string text)
    {
        Assert.IsFalse(VersionAddress.TryParse(text, out _, out var fault));
        Assert.IsFalse(string.IsNullOrWhiteSpace(fault));
    }

    [TestMethod]
    [DataRow("acme/tools")]
    [DataRow("acme/tools/")]
    [DataRow("acme/tools/a/../b")]
    [DataRow("acme//a")]
    public void Anything_else_is_no_file(string text)
    {
        Assert.IsFalse(FileAddress.TryParse(text, out _, out var fault));
        Assert.IsFalse(string.IsNullOrWhiteSpace(fault));
    }

    [TestMethod]
    [DataRow("Catch:bincrafters")]
    [DataRow("Acme.Tool")]
    [DataRow("C++ tools")]
    [DataRow("w\u00fcrfel")]
    public void Rule_1_4_a_package_name_may_hold_nearly_anything(string name) =>
        Assert.AreEqual(name, PackageAddress.Of(RepositoryAddress.Of("a", "b"), name).Name);

    [TestMethod]
    [DataRow("")]
    [DataRow(" ")]
    [DataRow("a/b")]
    [DataRow("a\\b")]
    [DataRow("a\nb")]
    [DataRow(" a")]
    [DataRow("..")]
    [DataRow("_latest")]
    public void But_no_slash_no_control_character_and_nothing_reserved(string name) =>
        Assert.ThrowsExactly<FormatException>(() => PackageAddress.Of(RepositoryAddress.Of("a", "b"), name));

    [TestMethod]
    public void Half_a_character_is_no_name() =>
        Assert.ThrowsExactly<FormatException>(() => PackageAddress.Of(RepositoryAddress.Of("a", "b"), "a\ud800"));

    [TestMethod]
    [DataRow("a/b.zip", "a/b.zip")]
    [DataRow("/a//b.zip", "a/b.zip")]
    [DataRow("a/..b/c", "a/..b/c")]
    public void Rule_1_4_leading_and_double_slashes_collapse_in_a_path(string text, string path) =>
        Assert.AreEqual(path, RepositoryPath.Of(text).Value);

    [TestMethod]
    [DataRow("")]
    [DataRow("/")]
    [DataRow("a/")]
    [DataRow("../a")]
    [DataRow("a/../../b")]
    [DataRow("a/./b")]
    [DataRow("a\\b")]
    [DataRow("a\0b")]
    public void A_path_cannot_leave_its_repository(string text) => Assert.ThrowsExactly<FormatException>(() => RepositoryPath.Of(text));

    [TestMethod]
    public void A_message_about_a_hostile_name_is_one_short_line()
    {
        Assert.IsFalse(RepositoryPath.TryParse("a\r\nerror : fake\u001b[31m" + new string('x', 5000), out _, out var fault));

        Assert.IsLessThan(400, fault!.Length);
        Assert.IsFalse(fault.Any(char.IsControl));
    }
}
