using BintrayPush.Api.Failures;

namespace BintrayPush.Storage.Azure.Tests;

[TestClass]
public sealed class AzureLocationTests
{
    private const string Connection = "AZURE_STORAGE_CONNECTION_STRING";
    private const string Service = "AZURE_STORAGE_SERVICE_ENDPOINT";

    [TestMethod]
    [DataRow("az://packs", "AZURE_STORAGE_ACCOUNT", "acme", "packs", "", "https://acme.blob.core.windows.net/")]
    [DataRow("AZ://packs/a/b/", "AZURE_STORAGE_ACCOUNT", "acme", "packs", "a/b/", "https://acme.blob.core.windows.net/")]
    [DataRow("az://packs?account=other", "AZURE_STORAGE_ACCOUNT", "acme", "packs", "", "https://other.blob.core.windows.net/")]
    [DataRow("az://packs", Service, "https://acme.blob.example.com", "packs", "", "https://acme.blob.example.com/")]
    [DataRow("az://packs", Connection, "AccountName=acme;AccountKey=aHVudGVyMg==", "packs", "", "https://acme.blob.core.windows.net/")]
    [DataRow(
        "az://packs?account=acme", Connection, "AccountName=acme;AccountKey=eA==;EndpointSuffix=core.example.com", "packs", "",
        "https://acme.blob.core.example.com/")]
    [DataRow(
        "az://packs", Connection, "BlobEndpoint=http://127.0.0.1:10000/acme;SharedAccessSignature=sv=1&sig=x", "packs", "",
        "http://127.0.0.1:10000/acme")]
    public void An_address_and_the_environment_say_where_a_container_is(
        string text, string variable, string value, string container, string prefix, string endpoint)
    {
        var place = AzureLocation.Parse(text, name => name == variable ? value : null);

        Assert.AreEqual((container, prefix, endpoint), (place.Container, place.Prefix, place.Endpoint.AbsoluteUri));
    }

    [TestMethod]
    [DataRow("az://packs", "", "", "AZURE_STORAGE_ACCOUNT")]
    [DataRow("az://p", "", "", "container")]
    [DataRow("az://Packs", "", "", "container")]
    [DataRow("az://pa--cks", "", "", "container")]
    [DataRow("az://packs/../x", "", "", "prefix")]
    [DataRow("az://key:hunter2@packs", "", "", "AZURE_STORAGE_KEY")]
    [DataRow("az://packs?sig=hunter2", "", "", "account")]
    [DataRow("az://packs?account=hunter2/x", "", "", "account")]
    [DataRow("az://packs", Connection, "AccountKey=hunter2", "AccountName")]
    [DataRow("az://packs", Connection, "hunter2", "AccountName")]
    [DataRow("az://packs", Service, "http://blobs.example.com", "TLS")]
    [DataRow("az://packs", Service, "https://blobs.example.com?sig=hunter2", "endpoint")]
    public void A_wrong_one_is_refused_and_what_may_be_a_secret_is_not_shown(string text, string variable, string value, string named)
    {
        var refusal = Assert.ThrowsExactly<BintrayException>(
            () => AzureLocation.Parse(text, name => name == variable ? value : null));

        StringAssert.StartsWith(refusal.Message, "BTP4090: ");
        StringAssert.Contains(refusal.Message, named);
        Assert.IsFalse(refusal.Message.Contains("hunter2", StringComparison.Ordinal), refusal.Message);
    }

    [TestMethod]
    [DataRow("hunter2")]
    [DataRow("aHVudGVyMg==")]
    public async Task A_key_that_is_none_or_not_that_of_the_account_is_told_without_it(string key)
    {
        var line = $"AccountName={AzuriteNode.Account};AccountKey={key};BlobEndpoint={AzuriteNode.Endpoint}";
        string? Environment(string name) => name == Connection ? line : null;
        var place = AzureLocation.Parse("az://run/x", Environment);

        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(async () =>
        {
            using var store = AzureObjectStore.OpenForReading(place, Environment);
            await store.ProbeAsync(CancellationToken.None);
        });

        StringAssert.StartsWith(refusal.Message, "BTP4091: the bucket az://run/x at 127.0.0.1:");
        Assert.IsFalse(refusal.ToString().Contains(key, StringComparison.Ordinal));
    }
}
