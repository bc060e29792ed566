using BintrayPush.Api.Failures;

namespace BintrayPush.Storage.S3.Tests;

[TestClass]
public sealed class S3LocationTests
{
    [TestMethod]
    [DataRow("s3://packs", "packs", "", null, null, false)]
    [DataRow("s3://packs/", "packs", "", null, null, false)]
    [DataRow("s3://packs/acme/live", "packs", "acme/live/", null, null, false)]
    [DataRow("S3://packs/acme?region=eu-1", "packs", "acme/", null, "eu-1", false)]
    [DataRow("s3://packs/acme?endpoint=https://s3.example.com", "packs", "acme/", "https://s3.example.com/", null, true)]
    [DataRow("s3://packs?endpoint=https%3A%2F%2Fs3.example.com&path-style=false", "packs", "", "https://s3.example.com/", null, false)]
    [DataRow("s3://packs?endpoint=http://127.0.0.1:7480&region=x", "packs", "", "http://127.0.0.1:7480/", "x", true)]
    public void An_address_says_where_a_bucket_is(
        string text, string bucket, string prefix, string? endpoint, string? region, bool pathStyle)
    {
        var place = S3Location.Parse(text);

        Assert.AreEqual(
            (bucket, prefix, endpoint, region, pathStyle),
            (place.Bucket, place.Prefix, place.Endpoint?.AbsoluteUri, place.Region, place.PathStyle));
    }

    [TestMethod]
    [DataRow("s3://", "bucket")]
    [DataRow("s3://p", "bucket")]
    [DataRow("s3://Packs", "bucket")]
    [DataRow("s3://packs/a b", "prefix")]
    [DataRow("s3://packs/../x", "prefix")]
    [DataRow("s3://packs/a//b", "prefix")]
    [DataRow("s3://key:hunter2@packs", "AWS_SECRET_ACCESS_KEY")]
    [DataRow("s3://packs?endpoint=https://key:hunter2@s3.example.com", "AWS_SECRET_ACCESS_KEY")]
    [DataRow("s3://packs?endpoint=http://s3.example.com", "TLS")]
    [DataRow("s3://packs?endpoint=https://s3.example.com/hunter2", "endpoint")]
    [DataRow("s3://packs?region=", "region")]
    [DataRow("s3://packs?path-style=perhaps", "path-style")]
    [DataRow("s3://packs?secret=hunter2", "endpoint")]
    public void A_wrong_one_is_refused_and_what_may_be_a_secret_is_not_shown(string text, string named)
    {
        var refusal = Assert.ThrowsExactly<BintrayException>(() => S3Location.Parse(text));

        StringAssert.StartsWith(refusal.Message, "BTP4090: ");
        StringAssert.Contains(refusal.Message, named);
        Assert.IsFalse(refusal.Message.Contains("hunter2", StringComparison.Ordinal), refusal.Message);
    }
}
