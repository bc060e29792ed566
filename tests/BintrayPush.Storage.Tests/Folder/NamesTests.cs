using BintrayPush.Api.Names;
using BintrayPush.Storage.Naming;

namespace BintrayPush.Storage.Tests.Folder;

/// <summary>Names as parts of keys, and names a file system would misread.</summary>
[TestClass]
public sealed class NamesTests
{
    [TestMethod]
    [DataRow("lib", "_lib")]
    [DataRow("LIB", "_lib")]
    [DataRow("nul", "_nul")]
    [DataRow("a.", "_a~2e")]
    [DataRow("..a", "_..a")]
    [DataRow("Catch:bincrafters", "_catch~3abincrafters")]
    [DataRow("50%", "_50~25")]
    [DataRow("a~b", "_a~7eb")]
    [DataRow("\u00fc", "_~c3~bc")]
    [DataRow("u\u0308", "_~c3~bc")]
    public void A_name_is_a_part_of_a_key_that_no_file_system_can_misread(string name, string part) =>
        Assert.AreEqual(part, KeyName.Of(name));

    [TestMethod]
    public void Long_names_stay_apart_and_fit_any_file_system()
    {
        var one = KeyName.Of(new string('\u00fc', 199) + "a");
        var two = KeyName.Of(new string('\u00fc', 199) + "b");
        Assert.AreNotEqual(one, two);
        Assert.IsLessThan(200, one.Length);
    }

    [TestMethod]
    [DataRow("a/con")]
    [DataRow("AUX.txt")]
    [DataRow("com1/x")]
    [DataRow("lpt9.json")]
    [DataRow("a./b")]
    [DataRow("b ")]
    [DataRow("a:b")]
    [DataRow("what?")]
    public void Windows_cannot_hold_it(string path) => Assert.IsNotNull(WindowsNames.FaultIn(path));

    [TestMethod]
    [DataRow("a/console")]
    [DataRow("com0x")]
    [DataRow("lib.1.0.nupkg")]
    [DataRow(".hidden/a b.txt")]
    public void Windows_can_hold_it(string path) => Assert.IsNull(WindowsNames.FaultIn(path));
}
