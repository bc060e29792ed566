using BintrayPush.Storage.Naming;

namespace BintrayPush.Storage.Tests.Folder;

/// <summary>Which names in a data folder are keys.</summary>
[TestClass]
public sealed class KeyShapeTests
{
    private const string Hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [TestMethod]
    [DataRow("repo/_acme/_tools.json")]
    [DataRow("repo/_acme/_~c3~bc.x~2e.json")]
    [DataRow("r/1f/package/_lib.json")]
    [DataRow("r/1f/gone/_lib.1.0.2a")]
    [DataRow("r/1f/version/2a/_1.0.json")]
    [DataRow("r/1f/manifest/3b/4c.json")]
    [DataRow("r/1f/path/01/" + Hash + ".json")]
    [DataRow("r/1f/pending/3b/" + Hash + ".5d")]
    [DataRow("r/1f/downloads/2a.json")]
    [DataRow("r/1f/of/a/later/kind")]
    [DataRow("content/01/" + Hash)]
    [DataRow("content/01/" + Hash + ".12")]
    [DataRow("unseen/1f")]
    public void What_the_store_writes_is_a_key(string key) => Assert.IsTrue(Keys.IsKey(key));

    [TestMethod]
    [DataRow("repo/_acme/.DS_Store")]
    [DataRow("repo/_acme/desktop.ini")]
    [DataRow("repo/_acme/_tools.json~")]
    [DataRow("repo/_acme/_tools.json.bak")]
    [DataRow("repo/_acme/_Tools.json")]
    [DataRow("repo/_tools.json")]
    [DataRow("repo/_acme/_tools (1).json")]
    [DataRow("r/Thumbs.db")]
    [DataRow("r/1f/package/#_lib.json#")]
    [DataRow("r/1f/version/2a/.nfs000000000001")]
    [DataRow("r/1f/downloads/2a.bak")]
    [DataRow("r/1f/pending/3b/x")]
    [DataRow("content/01/" + Hash + ".")]
    [DataRow("content/01/" + Hash + ".x")]
    [DataRow("content/02/" + Hash)]
    [DataRow("content/01/0123")]
    [DataRow("content/01/readme")]
    [DataRow("unseen/.DS_Store")]
    [DataRow("unseen//1f")]
    public void What_others_leave_there_is_none(string key) => Assert.IsFalse(Keys.IsKey(key));
}
