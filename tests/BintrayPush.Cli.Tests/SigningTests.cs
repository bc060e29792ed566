using BintrayPush.Api.Model;
using BintrayPush.Api.Service;
using BintrayPush.Cli.Places;
using BintrayPush.Signing.Keys;
using BintrayPush.Signing.OpenPgp;
using Microsoft.AspNetCore.Http;

namespace BintrayPush.Cli.Tests;

/// <summary>
/// What is to be signed is signed, or nothing is public: semantics reference, section 6, against a folder, this project's server, that
/// server without what it announces, and a service of its own that knows Bintray's protocol and no more.
/// </summary>
[TestClass]
public sealed class SigningTests : CommandTest
{
    private const string Passphrase = "correct horse battery";

    private static RunningServer _server = null!;
    private static HeldUploads _plain = null!;
    private static HeldUploads _keyless = null!;
    private static PlainBintray _independent = null!;

    private SubjectKeys OwnKeys => HomeKeys.Of(name => Variables.GetValueOrDefault(name))!;

    [ClassInitialize]
    public static async Task Start(TestContext _)
    {
        _server = await RunningServer.StartAsync();
        await _server.SendAsync("POST", "repos/acme/bin", "{}");
        await AddKeyAsync(_server.Keys);
        _independent = await PlainBintray.StartAsync(Passphrase, looksPerPublish: 1);
        string[] announced = ["X-Bintray-Extensions"];
        _plain = await HeldUploads.BeforeAsync(_server.Url, "\n", announced, _ => Task.FromResult(false));
        _keyless = await HeldUploads.BeforeAsync(_server.Url, "\n", announced, async context =>
        {
            if (!context.Request.Path.StartsWithSegments("/gpg"))
            {
                return false;
            }

            await context.Response.WriteAsync("""{"message":"success"}""");
            return true;
        });
    }

    [ClassCleanup]
    public static async Task Stop()
    {
        await _independent.DisposeAsync();
        await _plain.DisposeAsync();
        await _keyless.DisposeAsync();
        await _server.DisposeAsync();
    }

    public static IEnumerable<object?[]> Combinations =>
        from place in new[] { "folder", "server", "plain", "independent" }
        from flag in new bool?[] { null, true, false }
        from parameter in new[] { null, "true", "false" }
        from hasPassphrase in new[] { false, true }
        select new object?[] { place, flag, parameter, hasPassphrase };

    [TestMethod]
    [DynamicData(nameof(Combinations))]
    public async Task Flag_parameter_and_passphrase_mean_the_same_everywhere(string place, bool? flag, string? parameter, bool hasPassphrase)
    {
        await AddKeyAsync(OwnKeys);
        var isSigned = parameter == "true" || (parameter is null && (flag == true || hasPassphrase));
        var package = $"{place}-{flag}-{parameter ?? "none"}-{hasPassphrase}".ToLowerInvariant();
        if (hasPassphrase)
        {
            Variables["BINTRAY_GPG_PASSPHRASE"] = Passphrase;
        }

        var said = Push(place, package, flag, parameter);

        if (isSigned && !hasPassphrase)
        {
            // A service that cannot be asked refuses to sign, or says that it has: neither is believed.
            said.Fails(place switch { "plain" => "BTP4009", "independent" => "BTP4020", _ => "BTP4065" });
            Assert.IsEmpty(await PublicFilesAsync(place, package));
            return;
        }

        said.Succeeds();
        CollectionAssert.AreEqual(
            isSigned ? new[] { $"{package}.txt", $"{package}.txt.asc" } : [$"{package}.txt"], await PublicFilesAsync(place, package));
        if (isSigned)
        {
            StringAssert.Contains(Push(place, package, flag, parameter).Succeeds().Output, "1 unchanged");
        }
    }

    [TestMethod]
    public async Task What_a_service_says_to_have_signed_and_has_not_is_not_published()
    {
        Push("keyless", "unsigned", null, "true").Fails("BTP4020");
        Assert.IsEmpty(await PublicFilesAsync("keyless", "unsigned"));

        Push("keyless", "unsigned", null, "ifAvailable").Succeeds();
        CollectionAssert.AreEqual(new[] { "unsigned.txt" }, await PublicFilesAsync("keyless", "unsigned"));
    }

    [TestMethod]
    [DataRow("none", "BTP4064")]
    [DataRow("missing", "BTP4065")]
    [DataRow("wrong", "BTP4066")]
    [DataRow("expired", "BTP4067")]
    [DataRow("revoked", "BTP4068")]
    [DataRow("locked", "BTP4071")]
    public async Task A_key_that_cannot_sign_is_known_before_the_first_write(string fault, string code)
    {
        if (fault == "expired")
        {
            var past = new Past();
            await HomeKeys.Of(name => Variables.GetValueOrDefault(name), past)!.AddAsync(
                "local",
                KeyPair.Generate(KeyType.Ed25519, "local", past.GetUtcNow(), TimeSpan.FromDays(1)),
                passphrase: null,
                replace: false,
                CancellationToken.None);
        }
        else if (fault != "none")
        {
            await AddKeyAsync(OwnKeys, fault == "locked" ? null : new Secret(Passphrase));
        }

        switch (fault)
        {
            case "wrong":
                Variables["BINTRAY_GPG_PASSPHRASE"] = "another";
                break;
            case "revoked":
                Variables["BINTRAY_GPG_PASSPHRASE"] = Passphrase;
                Run("key", "revoke", "local").Succeeds();
                break;
            case "locked":
                File.Delete(At("home", "installation.key"));
                break;
        }

        Write("a.txt");
        string[] push = ["--package", "p", "--version", "1.0", "a.txt"];

        Run(["plan", .. push, "--gpg-sign", "true"]).Fails(code);
        Run(["push", .. push, "--gpg-sign", "true"]).Fails(code);
        Assert.IsFalse(Directory.Exists(At("home", "repository", "dl", "local")), "Something is public.");

        Run(["push", .. push, "--gpg-sign", "ifAvailable"]).Succeeds();
        StringAssert.Contains(Run("show", "local/nuget/p/1.0").Succeeds().Output, "1 file published");
    }

    [TestMethod]
    public async Task Signatures_are_checked_by_the_key_that_is_shown_or_given()
    {
        await AddKeyAsync(OwnKeys, null);
        Write("a.txt");
        Run("push", "--package", "p", "--version", "1.0", "a.txt", "--gpg-sign", "true", "--receipt", "r.json").Succeeds();
        var fingerprint = (await OwnKeys.FindAsync("local", null, CancellationToken.None))!.Fingerprint;

        StringAssert.Contains(
            Run("verify", "r.json", "--signatures").Succeeds().Output, $"signatures: 1 good, by what the service shows: {fingerprint}");
        Write("own.asc", (await OwnKeys.PublicKeysAsync("local", CancellationToken.None))!);
        StringAssert.Contains(Run("verify", "r.json", "--signatures", "--key", "own.asc").Succeeds().Output, "by what was given");
        Write("other.asc", KeyPair.Generate(KeyType.Ed25519, "Other", DateTimeOffset.UtcNow, null).Public.Armoured());
        Run("verify", "r.json", "--signatures", "--key", "other.asc").Fails("BTP4072");
        Write("none.asc", "nothing");
        Run("verify", "r.json", "--signatures", "--key", "none.asc").Fails("BTP6020");
        Run("verify", "r.json", "--key", "own.asc").IsWrongUsage("BTP1041");

        Write("b.txt");
        Run("push", "--package", "p", "--version", "2.0", "b.txt", "--receipt", "r2.json").Succeeds();
        Run("verify", "r2.json", "--signatures").Fails("BTP4072");

        Write("only.asc");
        Run("push", "--package", "p", "--version", "3.0", "only.asc", "--receipt", "r3.json").Succeeds();
        Run("verify", "r3.json", "--signatures").Fails("BTP4076");
    }

    [TestMethod]
    public async Task Into_a_repository_that_wants_signatures_a_push_and_a_publish_bring_the_passphrase()
    {
        await AddKeyAsync(OwnKeys, new Secret(Passphrase));
        Variables["BINTRAY_GPG_PASSPHRASE"] = Passphrase;
        Write("in/a.txt");
        Write(
            "bintray-info.json",
            """
            {"repo":{"name":"gs","subject":"local","type":"generic","gpg_sign_files":true},"package":{"name":"p","repo":"gs","subject":"local"},
            "version":{"name":"1"},"applyToFiles":["in/*.txt"],"publish":true}
            """);
        Run("push", "--descriptor", "bintray-info.json", "--root", "in=in").Succeeds();
        StringAssert.Contains(Run("show", "local/gs/p/1").Succeeds().Output, "2 files published");

        Write("b.txt");
        Run("push", "--repo", "local/gs", "--repo-type", "generic", "--package", "p", "--version", "2", "--publish", "false", "b.txt").Succeeds();
        Run("publish", "local/gs/p/2").Succeeds();
        StringAssert.Contains(Run("show", "local/gs/p/2").Succeeds().Output, "2 files published");
    }

    [TestMethod]
    public async Task A_file_that_was_replaced_is_signed_anew_and_one_that_is_signed_is_not_asked_for_again()
    {
        await AddKeyAsync(OwnKeys, null);
        string[] push = ["push", "--package", "p", "--version", "1.0", "a.txt", "--receipt", "r.json"];
        Write("a.txt", "first");
        Run([.. push, "--gpg-sign", "true"]).Succeeds();
        Write("a.txt", "second");
        Run([.. push, "--override"]).Succeeds();
        Run("verify", "r.json", "--signatures").Fails("BTP4072");

        StringAssert.Contains(Run([.. push, "--gpg-sign", "true"]).Succeeds().Output, "1 unchanged");

        Run("verify", "r.json", "--signatures").Succeeds();
        Run([.. push, "--gpg-sign", "true"]).Succeeds();
        Run("verify", "r.json", "--signatures").Succeeds();
    }

    [TestMethod]
    public async Task Of_commands_at_one_moment_none_loses_the_key_of_another()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => AddKeyAsync(OwnKeys, passphrase: null))));

        var kept = await OwnKeys.ListAsync("local", CancellationToken.None);
        CollectionAssert.AreEquivalent(made.Select(key => key.Fingerprint).ToArray(), kept.Select(key => key.Fingerprint).ToArray());
        CollectionAssert.AreEqual(new[] { "local" }, (await OwnKeys.SubjectsAsync(CancellationToken.None)).ToArray());
    }

    [TestMethod]
    public void A_key_is_made_listed_exported_and_taken_back()
    {
        StringAssert.Contains(Run("key", "generate", "local", "--user-id", "Acme <a@example.org>", "--expires", "2y").Succeeds().Output, "Ed25519");
        Run("key", "generate", "local").Fails("BTP6020");
        Run("key", "generate", "local", "--expires", "yesterday", "--replace").Fails("BTP6020");
        StringAssert.Contains(Run("key", "list").Succeeds().Output, "local: ");
        StringAssert.Contains(Run("key", "export", "local").Succeeds().Output, "BEGIN PGP PUBLIC KEY");
        Run("key", "export", "local", "--private").Fails("BTP6020");
        StringAssert.Contains(Run("key", "revoke", "local").Succeeds().Output, "revoked");
        Variables["BINTRAY_GPG_PASSPHRASE"] = Passphrase;
        StringAssert.Contains(Run("key", "generate", "local", "--type", "rsa3072").Succeeds().Output, "RSA-3072");
        StringAssert.Contains(Run("key", "export", "local", "--private").Succeeds().Output, "BEGIN PGP PRIVATE KEY");
        StringAssert.Contains(Run("key", "list", "--json").Succeeds().Output, "\"state\": \"revoked\"");
    }

    [TestMethod]
    public void A_damaged_record_is_named_once_and_another_key_begins_a_new_one()
    {
        Run("key", "generate", "acme").Succeeds();
        Run("key", "generate", "other").Succeeds();
        File.WriteAllText(Path.Combine(Home, "keys/acme.json"), "{");

        var list = Run("key", "list").Fails("BTP6020");
        StringAssert.Contains(list.Output, "other: ");
        StringAssert.Contains(list.Error, "'key generate acme --replace'");
        StringAssert.Contains(Push("folder", "damaged", null, "true").Fails("BTP4009").Error, "is damaged");
        Run("key", "generate", "acme").Fails("BTP6020");

        Run("key", "generate", "acme", "--replace").Succeeds();
        Assert.AreEqual("{", File.ReadAllText(Directory.GetFiles(Path.Combine(Home, "keys"), "acme.*.damaged").Single()));
        Push("folder", "damaged", null, "true").Succeeds();
    }

    [TestMethod]
    public void A_key_that_a_program_signs_with_is_taken_back_by_its_public_part()
    {
        var pair = KeyPair.Generate(KeyType.Ed25519, "Acme", DateTimeOffset.UtcNow, null);
        OwnKeys.AddAsync("acme", pair.Public, ["cat"], replace: false, CancellationToken.None).GetAwaiter().GetResult();
        File.WriteAllText(At("good.asc"), pair.Public.Armoured());
        File.WriteAllText(At("revoked.asc"), pair.Revoked(DateTimeOffset.UtcNow).Armoured());

        StringAssert.Contains(Run("key", "revoke", "acme").Fails("BTP6020").Error, "--public");
        StringAssert.Contains(Run("key", "revoke", "acme", "--public", "good.asc").Fails("BTP6020").Error, "is not revoked");
        StringAssert.Contains(Run("key", "revoke", "acme", "--public", "revoked.asc").Succeeds().Output, "revoked");
        Push("folder", "revoked", null, "true").Fails("BTP4068");
    }

    [TestMethod]
    public void A_signature_that_is_left_over_from_an_earlier_build_is_not_pushed_in_the_place_of_a_good_one()
    {
        Run("key", "generate", "local").Succeeds();
        Write("lib.txt", "one");
        string[] push = ["push", "lib.txt", "--package", "p", "--version", "1", "--gpg-sign", "true", "--override"];
        Run(push).Succeeds();
        var shown = Path.Combine(Home, "repository/dl/local/nuget");
        File.Copy(Path.Combine(shown, "lib.txt.asc"), At("lib.txt.asc"));
        Write("lib.txt", "two");

        StringAssert.Contains(Run([.. push, "lib.txt.asc"]).Fails("BTP4075").Error, "Leave it out");
        Run([.. push, "lib.txt.asc"]).Fails("BTP4075");
        Assert.AreEqual("one", File.ReadAllText(Path.Combine(shown, "lib.txt")));

        Run([.. push, "--receipt", "receipt.json"]).Succeeds();
        Run("verify", "receipt.json", "--signatures").Succeeds();
    }

    [TestMethod]
    public void Signing_a_leg_signs_its_own_files_so_that_the_release_can_be_sealed()
    {
        Run("key", "generate", "local").Succeeds();
        Write("one.txt", "1");
        Write("two.txt", "2");
        Run("push", "one.txt", "--package", "p", "--version", "1").Succeeds();
        Run("push", "two.txt", "--package", "p", "--version", "1", "--release", "r", "--leg", "a", "--gpg-sign", "true").Succeeds();
        // It has the leg's file signed, too, and that of the first push.
        Write("three.txt", "3");
        Run("push", "three.txt", "--package", "p", "--version", "1", "--gpg-sign", "true").Succeeds();

        Run("release", "seal", "r", "--legs", "a").Succeeds();

        var shown = Path.Combine(Home, "repository/dl/local/nuget");
        CollectionAssert.AreEqual(
            new[] { "one.txt", "three.txt", "three.txt.asc", "two.txt", "two.txt.asc" }, Directory.GetFiles(shown).Select(Path.GetFileName).Order().ToArray());
    }

    [TestMethod]
    public void What_is_called_like_a_signature_and_is_none_is_not_published_unsigned()
    {
        Run("key", "generate", "local").Succeeds();
        Write("guide.asc", "= Guide");
        Run("push", "guide.asc", "--package", "p", "--version", "1", "--gpg-sign", "true").Fails("BTP4074");
        Run("plan", "guide.asc", "--package", "p", "--version", "1", "--gpg-sign", "true").Fails("BTP4074");
    }

    private sealed class Past : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }

    private static Task<SubjectKey> AddKeyAsync(SubjectKeys keys) => AddKeyAsync(keys, new Secret(Passphrase), "acme");

    private static Task<SubjectKey> AddKeyAsync(SubjectKeys keys, Secret? passphrase, string subject = "local") => keys.AddAsync(
        subject, KeyPair.Generate(KeyType.Ed25519, subject, DateTimeOffset.UtcNow, null), passphrase, replace: true, CancellationToken.None);

    private Said Push(string place, string package, bool? flag, string? parameter)
    {
        Write($"files/{package}.txt");
        Write("files/bintray-info.json", $$"""
            {
              "package": { "name": "{{package}}", "subject": "acme", "repo": "bin" },
              "version": { "name": "1.0"{{(flag is { } on ? $", \"gpgSign\": {(on ? "true" : "false")}" : "")}} },
              "applyToFiles": ["files/{{package}}.txt"],
              "publish": true
            }
            """);
        Variables["BINTRAY_USER"] = ServerUsers.Admin;
        Variables["BINTRAY_API_KEY"] = _server.Key;
        return Run(
        [
            "push", "--root", $"files={At("files")}", "--descriptor", "files/bintray-info.json", "--create-repo", "--url", UrlOf(place), .. parameter is null ? Array.Empty<string>() : ["--gpg-sign", parameter],
        ]);
    }

    private string UrlOf(string place) => place switch
    {
        "folder" => At("store"),
        "server" => _server.Url.AbsoluteUri,
        "plain" => _plain.Url,
        "independent" => _independent.Url,
        _ => _keyless.Url,
    };

    private async Task<string[]> PublicFilesAsync(string place, string package)
    {
        if (place == "folder")
        {
            var folder = At("store", "dl", "acme", "bin");
            return Directory.Exists(folder)
                ? [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal)]
                : [];
        }

        if (place == "independent")
        {
            return _independent.PublicNames(package);
        }

        var reply = await _server.SendAsync("GET", $"packages/acme/bin/{package}/files");
        return reply.Status == 404 ? [] : [.. reply.Json.EnumerateArray().Select(file => file.GetProperty("path").GetString()!)];
    }
}
