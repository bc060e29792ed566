using System.Text;
using BintrayPush.Api.Names;
using BintrayPush.Messages;
using BintrayPush.Places;
using BintrayPush.Verify;

namespace BintrayPush.Tests.Pushing.ReadingBack;

/// <summary>A receipt that is read comes from outside: it is checked before anything is believed.</summary>
[TestClass]
public sealed class ReceiptReaderTests
{
    private const string Sha1 = "356a192b7913b04c54574d18c28d46e6395428ab";
    private const string Sha256 = "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b";

    private const string Sound = $$"""
        { "destination": "/srv/bintray", "complete": true, "more": { "later": 1 }, "files": [
          { "source": "/x/a.txt", "outcome": "Uploaded", "published": true, "repo": "acme/bin", "path": "a.txt", "size": 1, "sha1": "{{Sha1}}", "sha256": "{{Sha256}}" },
          { "source": "/x/b.tar", "outcome": "Uploaded", "published": true, "repo": "acme/bin", "path": "b", "size": 1, "sha1": "{{Sha1}}", "sha256": "{{Sha256}}", "unpacked": [] },
          { "source": "/x/c.zip", "outcome": "Replaced", "published": true, "repo": "acme/bin", "path": "c", "size": 9, "sha1": "{{Sha1}}", "sha256": "{{Sha256}}",
            "unpacked": [{ "path": "c/d.txt", "size": 1, "sha1": "{{Sha1}}", "sha256": "{{Sha256}}" }, { "path": "a.txt", "size": 1, "sha1": "{{Sha1}}", "sha256": "{{Sha256}}" }] },
          { "source": "/x/e.txt", "outcome": "Skipped", "published": false, "repo": "acme/bin" }
        ], "problems": [] }
        """;

    private readonly string _file = Path.Combine(Path.GetTempPath(), "bintray-receipt-" + Guid.NewGuid().ToString("N") + ".json");

    [TestCleanup]
    public void CleanUp() => File.Delete(_file);

    [TestMethod]
    public void What_is_to_be_verified_is_read_each_path_once()
    {
        var receipt = Read(Sound, out _)!;

        Assert.AreEqual("/srv/bintray", receipt.Destination);
        Assert.IsTrue(receipt.IsComplete);
        CollectionAssert.AreEqual(
            new[] { "acme/bin/a.txt", "acme/bin/c/d.txt" }, receipt.Files.Select(file => file.Address.ToString()).ToArray());
        Assert.AreEqual("acme/bin/b", receipt.UnknownArchives.Single().ToString());
        Assert.AreEqual("/x/e.txt", receipt.LeftOut.Single());
        Assert.AreEqual("acme", receipt.Subject);
    }

    [TestMethod]
    [DataRow("", "it is not JSON", DisplayName = "empty")]
    [DataRow("{ \"destination\": ", "it is not JSON", DisplayName = "cut off")]
    [DataRow("[]", "it is not a JSON object")]
    [DataRow("""{ "destination": "x\ud800", "complete": true, "files": [] }""", "not valid Unicode")]
    [DataRow("""{ "complete": true, "files": [] }""", "destination: is missing")]
    [DataRow("""{ "destination": " ", "complete": true, "files": [] }""", "destination: is empty")]
    [DataRow("""{ "destination": "/x", "files": [] }""", "complete: is missing")]
    [DataRow("""{ "destination": "/x", "complete": "true", "files": [] }""", "complete: is not true or false")]
    [DataRow("""{ "destination": "/x", "complete": true, "files": {} }""", "files: is not a list")]
    [DataRow("""{ "destination": "/x", "complete": true, "files": [1] }""", "files[0]: is not an object")]
    [DataRow(
        """{ "destination": "/x", "complete": true, "files": [{ "source": "x", "outcome": "Lost" }] }""",
        "files[0].outcome: 'Lost' is not one of Uploaded, Unchanged, Replaced, Skipped, Failed")]
    public void What_is_no_receipt_is_refused(string text, string fault) => Refuses(text, fault);

    [TestMethod]
    [DataRow("\"path\": \"a.txt\"", "\"path\": \"../a.txt\"", "files[0].path: the path '../a.txt' holds a '.' or '..' segment")]
    [DataRow("\"path\": \"c/d.txt\"", "\"path\": \"c\\\\d.txt\"", "files[2].unpacked[0].path: ")]
    [DataRow("\"repo\": \"acme/bin\"", "\"repo\": \"acme\"", "files[0].repo: ")]
    [DataRow("\"size\": 1", "\"size\": -1", "files[0].size: is not a number of bytes")]
    [DataRow("\"size\": 1", "\"size\": 1.5", "files[0].size: is not a number of bytes")]
    [DataRow("\"size\": 1", "\"size\": \"1\"", "files[0].size: is not a number")]
    [DataRow(Sha256, "00", "files[0].sha256: is not a checksum of 64 hexadecimal digits")]
    [DataRow("\"published\": true, ", "", "files[0].published: is missing")]
    [DataRow(
        "\"path\": \"c/d.txt\", \"size\": 1",
        "\"path\": \"a.txt\", \"size\": 2",
        "files[2].unpacked[0]: acme/bin/a.txt is there twice, and not with the same content")]
    public void What_is_not_a_value_is_refused_with_its_place(string sound, string broken, string fault) =>
        Refuses(Replace(Sound, sound, broken), fault);

    [TestMethod]
    public void All_faults_are_named_at_once_and_the_many_are_counted()
    {
        Assert.IsNull(Read($$"""{ "files": [{{string.Join(",", Enumerable.Repeat("1", 30))}}] }""", out var problems));

        Assert.HasCount(21, problems);
        StringAssert.Contains(problems[20].Text, "12 more faults");
    }

    [TestMethod]
    public void A_receipt_that_is_not_there_is_named()
    {
        Assert.IsNull(ReceiptReader.Read(_file, out var problems));

        Assert.AreEqual("BTP1028", problems.Single().Code);
        StringAssert.Contains(problems[0].Text, _file);
    }

    [TestMethod]
    public void A_receipt_with_a_byte_changed_is_read_or_refused_and_nothing_else()
    {
        var bytes = Encoding.UTF8.GetBytes(Sound);
        foreach (var replacement in new byte[] { 0, (byte)'"', (byte)'{', (byte)'}', (byte)'\\', (byte)'9', 0xff })
        {
            for (var i = 0; i < bytes.Length; i += 3)
            {
                var changed = (byte[])bytes.Clone();
                changed[i] = replacement;
                File.WriteAllBytes(_file, changed);

                var receipt = ReceiptReader.Read(_file, out var problems);

                Assert.AreEqual(receipt is null, problems.Count > 0);
                Assert.IsTrue(problems.All(problem => problem.Code == "BTP1029" && problem.File == _file));
            }
        }
    }

    [TestMethod]
    [DataRow("https://bintray.example/api/v1", "https://bintray.example/api/v1/", true)]
    [DataRow("https://bintray.example/", "https://BINTRAY.example", true)]
    [DataRow("https://bintray.example/", "https://other.example", false)]
    [DataRow("https://bintray.example/", "http://bintray.example", false)]
    [DataRow("/srv/bintray", "https://bintray.example", false)]
    public void A_receipt_belongs_to_the_service_that_was_pushed_to(string destination, string url, bool same)
    {
        var receipt = Read(Replace(Sound, "/srv/bintray", destination), out _)!;
        Assert.IsTrue(ServiceUrl.TryParse(url, out var service, out _));

        var fault = PlaceOfReceipt.FaultOf(receipt, new ChosenPlace.Service(service!));

        Assert.AreEqual(same, fault is null);
        if (fault is not null)
        {
            Assert.AreEqual("BTP1030", fault.Code);
            StringAssert.Contains(fault.Text, destination);
            StringAssert.Contains(fault.Text, new Uri(url).AbsoluteUri);
        }
    }

    [TestMethod]
    public void A_receipt_belongs_to_the_folder_that_was_pushed_to()
    {
        var receipt = Read(Sound, out _)!;

        Assert.IsNull(PlaceOfReceipt.FaultOf(receipt, new ChosenPlace.Folder("/srv/bintray/", IsEmbedded: false)));
        Assert.IsNotNull(PlaceOfReceipt.FaultOf(receipt, new ChosenPlace.Folder("/srv/bintray2", IsEmbedded: true)));
    }

    private void Refuses(string text, string fault)
    {
        Assert.IsNull(Read(text, out var problems));

        Assert.IsTrue(problems.All(problem => problem.Code == "BTP1029" && problem.File == _file));
        StringAssert.Contains(problems[0].Text, _file);
        StringAssert.Contains(problems[0].Text, fault);
    }

    private StoredReceipt? Read(string text, out IReadOnlyList<Problem> problems)
    {
        File.WriteAllText(_file, text);
        return ReceiptReader.Read(_file, out problems);
    }

    private static string Replace(string text, string part, string by)
    {
        var at = text.IndexOf(part, StringComparison.Ordinal);
        Assert.IsTrue(at >= 0);
        return text.Substring(0, at) + by + text.Substring(at + part.Length);
    }
}
