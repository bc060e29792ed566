using System.Text;
using BintrayPush.Api.Model;
using BintrayPush.Descriptors;
using static BintrayPush.Tests.Descriptors.Given;

namespace BintrayPush.Tests.Descriptors;

/// <summary>What is written reads as what was written, and looks the same every time.</summary>
[TestClass]
public sealed class DescriptorWriterTests
{
    private const string Everything = """
        {
          "repo": {
            "name": "r",
            "type": "generic",
            "private": true,
            "premium": false,
            "desc": "ä + \uD83D\uDE00",
            "labels": [],
            "yum_metadata_depth": 2,
            "odd": {
              "a": [
                1.50,
                null,
                "$${x}"
              ]
            },
            "updateExisting": true
          },
          "package": {
            "name": "p: $${x}",
            "repo": "r",
            "subject": "s",
            "desc": "",
            "licenses": [
              "MIT",
              "Apache-2.0"
            ],
            "attributes": [
              {
                "name": "n",
                "type": "number",
                "values": [
                  1e3
                ]
              },
              {
                "name": "b",
                "type": "Boolean",
                "values": [
                  true,
                  false
                ]
              }
            ]
          },
          "version": {
            "name": "v",
            "released": "2015-01-04T08:00:00.000Z",
            "vcs_tag": "line\nbreak \"$$${\"",
            "gpgSign": false
          },
          "applyToFiles": [
            "bin/$${x}/*"
          ],
          "applyToRepoFiles": [
            "*.*",
            "/a/**/b?"
          ],
          "applyToProps": [
            {
              "a": [
                "b",
                "c"
              ]
            },
            {
              "d": [
                "$${"
              ]
            },
            {
              "a": [
                "b"
              ]
            }
          ],
          "publish": false
        }

        """;

    [TestMethod]
    public void A_descriptor_in_its_written_form_comes_back_byte_for_byte() =>
        Assert.AreEqual(Everything.Replace("\r\n", "\n"), Encoding.UTF8.GetString(DescriptorWriter.Write(Sound(Exactly(Everything)))));

    [TestMethod]
    [DataRow(DescriptorReaderTests.Worked)]
    [DataRow(
        """{ "package": { "name": "p", "subject": "s", "repo": "R", "attributes": { "name": "n", "values": " 12 ", "type": "Number" } }, "repo": { "name": "r" }, "version": { "name": "v", "released": "2015-01-04T10:00:00.1239+02:00" } }""")]
    public void Any_other_form_becomes_the_written_form_and_says_the_same(string json)
    {
        var read = Sound(Exactly(json));
        var written = DescriptorWriter.Write(read);
        var again = Sound(DescriptorReader.Read(written, DescriptorVariables.None));

        CollectionAssert.AreEqual(written, DescriptorWriter.Write(again));
        Assert.AreEqual(read.Target, again.Target);
        Assert.AreEqual(read.Version.Released, again.Version.Released);
        Assert.AreEqual(read.Repository is null, again.Repository is null);
        CollectionAssert.AreEqual(read.PackageAttributes.Single().Values.ToArray(), again.PackageAttributes.Single().Values.ToArray());
        CollectionAssert.AreEqual(read.Selection.Properties.Pairs.ToArray(), again.Selection.Properties.Pairs.ToArray());
        CollectionAssert.AreEqual(
            read.Selection.RepoFiles.Select(pattern => pattern.Text).ToArray(), again.Selection.RepoFiles.Select(pattern => pattern.Text)
                .ToArray());
    }

    [TestMethod]
    public void Random_texts_come_back_as_they_were()
    {
        var random = new Random(11);
        for (var run = 0; run < 2_000; run++)
        {
            var text = string.Concat(
                Enumerable.Range(0, random.Next(12))
                    .Select(_ => new[] { "$", "{", "}", "a", "\"", "\\", "\u2028", "😀", " " }[random.Next(9)]));
            var descriptor = Given.Descriptor("{}") with
            {
                Package = new PackageDetails { Description = text, Labels = [text] },
                VersionAttributes = [new(string.IsNullOrWhiteSpace(text) ? "n" : text.Trim(), AttributeType.String, [text])],
            };

            var read = Sound(DescriptorReader.Read(DescriptorWriter.Write(descriptor), DescriptorVariables.None));

            Assert.AreEqual(
                (text, text, text),
                (read.Package.Description, read.Package.Labels!.Single(), read.VersionAttributes.Single().Values.Single()));
        }
    }
}
