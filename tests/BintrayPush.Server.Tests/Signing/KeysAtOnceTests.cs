using BintrayPush.Server.Store;
using BintrayPush.Signing.Keys;
using BintrayPush.Signing.OpenPgp;

namespace BintrayPush.Server.Tests.Signing;

/// <summary>Keys of a data folder that several commands change at one moment.</summary>
[TestClass]
public sealed class KeysAtOnceTests
{
    [TestMethod]
    public async Task None_loses_the_key_of_another()
    {
        var folder = Directory.CreateTempSubdirectory("bintray-keys-").FullName;
        try
        {
            var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => KeysOf().AddAsync(
                "acme", KeyPair.Generate(KeyType.Ed25519, "Acme", DateTimeOffset.UtcNow, null), null, replace: true, CancellationToken.None))));

            var kept = await KeysOf().ListAsync("acme", CancellationToken.None);
            CollectionAssert.AreEquivalent(made.Select(key => key.Fingerprint).ToArray(), kept.Select(key => key.Fingerprint).ToArray());
            CollectionAssert.AreEqual(new[] { "acme" }, (await KeysOf().SubjectsAsync(CancellationToken.None)).ToArray());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        SubjectKeys KeysOf() => ServerStores.KeysOf(
            Path.Combine(folder, "data"), new InstallationKey(Path.Combine(folder, "installation.key")), TimeProvider.System);
    }
}
