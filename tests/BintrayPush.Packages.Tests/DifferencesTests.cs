namespace BintrayPush.Packages.Tests;

/// <summary>What is said to somebody who pushes a package of a name that is there already, with other bytes.</summary>
[TestClass]
public sealed class DifferencesTests : PackageTests
{
    [TestMethod]
    public async Task Entries_that_are_added_removed_and_changed_are_named()
    {
        var found = await BetweenAsync(
            TestPackages.Package("", new RawEntry("lib/a.dll", "old"), new RawEntry("lib/b.dll", "same"), new RawEntry("lib/c.dll", "gone")),
            TestPackages.Package("", new RawEntry("lib/A.dll", "new"), new RawEntry("lib/b.dll", "same"), new RawEntry("lib/d.dll", "came")));

        Assert.AreEqual("lib/a.dll (changed), lib/d.dll (added), lib/c.dll (removed)", found.Describe());
        Assert.AreEqual("lib/a.dll (changed), lib/d.dll (added) and 1 more", found.Describe(2));
    }

    [TestMethod]
    public async Task What_every_packing_makes_anew_and_the_signature_come_last_and_are_named_so()
    {
        var found = await BetweenAsync(
            TestPackages.Package("", new RawEntry("_rels/.rels", "1"), new RawEntry("package/1.psmdcp", "x"), new RawEntry("x.txt", "1")),
            TestPackages.Package(
                "", new RawEntry(".signature.p7s", "s"), new RawEntry("_rels/.rels", "2"), new RawEntry("package/2.psmdcp", "x"),
                new RawEntry("x.txt", "2")));

        Assert.AreEqual(
            "x.txt (changed), _rels/.rels (changed, other each time it is packed), .signature.p7s (added, the signature), "
            + "package/2.psmdcp (added, other each time it is packed), package/1.psmdcp (removed, other each time it is packed)",
            found.Describe());
    }

    [TestMethod]
    public async Task A_package_that_is_only_packed_in_another_way_has_no_difference()
    {
        var found = await BetweenAsync(
            TestPackages.Package("", new RawEntry("lib/a.dll", "same")),
            TestPackages.Package("", new RawEntry("lib/a.dll", "same") { Method = 0 }));

        Assert.IsTrue(found.IsEmpty);
        Assert.AreEqual("it has the same entries, packed in another way", found.Describe());
    }

    [TestMethod]
    public async Task Entries_of_the_same_length_and_checksum_are_compared_byte_by_byte()
    {
        // Two texts with one CRC-32.
        var (first, second) = ("plumless", "buckeroo");
        Assert.AreEqual(RawZip.CrcOf(TestPackages.Utf8(first)), RawZip.CrcOf(TestPackages.Utf8(second)));

        var found = await BetweenAsync(
            TestPackages.Package("", new RawEntry("a.txt", first)), TestPackages.Package("", new RawEntry("a.txt", second)));

        Assert.AreEqual("a.txt (changed)", found.Describe());
    }

    private Task<PackageDifferences> BetweenAsync(byte[] first, byte[] second) => PackageDifferences.BetweenAsync(
        new MemoryStream(first), new MemoryStream(second), new PackageLimits(), Cancellation);
}
