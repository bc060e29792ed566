using System.Text;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Api.Service;
using BintrayPush.Signing.OpenPgp;

namespace BintrayPush.Conformance;

/// <summary>Protocol reference, section 10: what is to be signed is signed, or nothing happens at all.</summary>
public abstract class SigningConformance<TPlace> : ConformanceTests<TPlace>
    where TPlace : IPlace, new()
{
    private static readonly Secret Passphrase = new("correct horse battery");

    [TestMethod]
    public async Task Without_a_key_a_call_to_sign_is_refused_and_signs_nothing()
    {
        await UploadAsync(V1, "a", "1");

        await RefusedAsync(400, "no key", () => Service.SignVersionAsync(V1, null, Cancellation));
        await RefusedAsync(400, "no key", () => Service.SignFileAsync(File("a"), Passphrase, Cancellation));
        await RefusedAsync(404, "was not found", () => Service.SignVersionAsync(V2, null, Cancellation));
        await RefusedAsync(404, "was not found", () => Service.SignFileAsync(File("none"), null, Cancellation));

        CollectionAssert.AreEqual(new[] { "a" }, await UnpublishedPathsAsync(V1));
        Assert.IsNull(await Service.FindSigningKeyAsync("acme", null, Cancellation));
        Assert.IsNull(await Service.GetPublicKeysAsync("acme", Cancellation));
    }

    [TestMethod]
    public async Task The_signatures_of_a_version_wait_beside_its_files_and_are_published_with_them()
    {
        var key = await AddKeyAsync();
        await UploadAsync(V1, "a", "1");
        await UploadAsync(V1, "dir/b", "2", publish: true);
        await UploadAsync(V2, "other", "3");

        Assert.IsNull((await Service.SignVersionAsync(V1, null, Cancellation)).Warning);

        CollectionAssert.AreEqual(new[] { "a", "a.asc", "dir/b.asc" }, await UnpublishedPathsAsync(V1));
        Assert.AreEqual(3, (await PublishAsync(V1)).Files);
        await IsSignedAsync("a", "1");
        await IsSignedAsync("dir/b", "2");
        CollectionAssert.AreEqual(new[] { "other" }, await UnpublishedPathsAsync(V2));
        var shown = (await Service.FindSigningKeyAsync("acme", null, Cancellation))!;
        Assert.AreEqual((key.Fingerprint, "Ed25519", KeyState.Usable), (shown.Fingerprint, shown.Algorithm, shown.State));
        Assert.AreEqual(key.Fingerprint, PublicKey.ReadAll((await Service.GetPublicKeysAsync("acme", Cancellation))!).Single().Fingerprint);
    }

    [TestMethod]
    public async Task Signed_again_only_what_has_changed_gets_another_signature()
    {
        await AddKeyAsync();
        await UploadAsync(V1, "a", "1");
        await UploadAsync(V1, "b", "2");
        await Service.SignVersionAsync(V1, null, Cancellation);
        await PublishAsync(V1);
        var (a, b) = (await ReadAsync("a.asc"), await ReadAsync("b.asc"));

        await Service.SignVersionAsync(V1, null, Cancellation);
        Assert.IsEmpty(await UnpublishedPathsAsync(V1));

        await UploadAsync(V1, "b", "changed", replace: true);
        await Service.SignVersionAsync(V1, null, Cancellation);
        CollectionAssert.AreEqual(new[] { "b", "b.asc" }, await UnpublishedPathsAsync(V1));
        Assert.AreEqual(b, await ReadAsync("b.asc"));
        await PublishAsync(V1);
        await IsSignedAsync("b", "changed");
        Assert.AreEqual(a, await ReadAsync("a.asc"));
    }

    [TestMethod]
    public async Task What_somebody_else_signed_stays_and_a_text_of_that_name_is_not_replaced()
    {
        await AddKeyAsync();
        var own = await SignedByBobAsync("1");
        await UploadAsync(V1, "a", "1");
        await UploadAsync(V1, "a.asc", own);

        await Service.SignVersionAsync(V1, null, Cancellation);
        Assert.AreEqual(own, await ReadAsync("a.asc", includeUnpublished: true));

        await UploadAsync(V1, "guide", "2");
        await UploadAsync(V1, "guide.asc", "= A guide");
        await UploadAsync(V1, "z", "3");
        await RefusedAsync(400, "'guide.asc'", () => Service.SignVersionAsync(V1, null, Cancellation));
        CollectionAssert.AreEqual(new[] { "a", "a.asc", "guide", "guide.asc", "z" }, await UnpublishedPathsAsync(V1));
    }

    [TestMethod]
    public async Task A_key_with_a_passphrase_signs_only_by_it_and_a_revoked_one_not_at_all()
    {
        await AddKeyAsync(Passphrase);
        await UploadAsync(V1, "a", "1");

        await RefusedAsync(400, "needs its passphrase", () => Service.SignVersionAsync(V1, null, Cancellation));
        await RefusedAsync(400, "does not open", () => Service.SignVersionAsync(V1, new Secret("wrong"), Cancellation));
        Assert.AreEqual(KeyState.PassphraseMissing, (await Service.FindSigningKeyAsync("acme", null, Cancellation))!.State);
        Assert.AreEqual(KeyState.PassphraseWrong, (await Service.FindSigningKeyAsync("acme", new Secret("x"), Cancellation))!.State);
        CollectionAssert.AreEqual(new[] { "a" }, await UnpublishedPathsAsync(V1));

        await Service.SignVersionAsync(V1, Passphrase, Cancellation);
        CollectionAssert.AreEqual(new[] { "a", "a.asc" }, await UnpublishedPathsAsync(V1));

        await Keys.RevokeAsync("acme", null, Passphrase, Cancellation);
        await RefusedAsync(400, "revoked", () => Service.SignVersionAsync(V1, Passphrase, Cancellation));
        Assert.AreEqual(KeyState.Revoked, (await Service.FindSigningKeyAsync("acme", Passphrase, Cancellation))!.State);
    }

    [TestMethod]
    public async Task A_file_is_signed_by_itself_and_with_its_upload()
    {
        await AddKeyAsync(Passphrase);
        await UploadAsync(V1, "a", "1");
        await UploadAsync(V1, "b", "2");
        await Service.SignFileAsync(File("a"), Passphrase, Cancellation);
        CollectionAssert.AreEqual(new[] { "a", "a.asc", "b" }, await UnpublishedPathsAsync(V1));

        var upload = new UploadRequest { Version = V2, Path = RepositoryPath.Of("c"), Publish = true, Passphrase = Passphrase };
        await RefusedAsync(400, "does not open", () => UploadAsync(upload with { Passphrase = new Secret("wrong") }, "3"));
        Assert.IsNull(await Service.GetVersionAsync(V2, Cancellation));
        await UploadAsync(upload, "3");
        CollectionAssert.AreEqual(new[] { "c", "c.asc" }, await PublishedPathsAsync(V2));
        await IsSignedAsync("c", "3");
    }

    [TestMethod]
    public async Task A_file_that_could_not_be_signed_is_not_taken_in_either()
    {
        await AddKeyAsync(Passphrase);
        await UploadAsync(V1, "guide.asc", "= A guide");
        await UploadAsync(V1, "large.asc", new string('x', 100_000));
        await UploadAsync(V2, "b.asc", "of another version");
        var upload = new UploadRequest { Version = V1, Path = RepositoryPath.Of("guide"), Publish = true, Passphrase = Passphrase };

        await RefusedAsync(400, "'guide.asc' is there, and no signature", () => UploadAsync(upload, "2"));
        await RefusedAsync(400, "'large.asc'", () => UploadAsync(upload with { Path = RepositoryPath.Of("large") }, "2"));
        await RefusedAsync(409, "in version '2.0'", () => UploadAsync(upload with { Path = RepositoryPath.Of("b") }, "2"));

        CollectionAssert.AreEqual(new[] { "guide.asc", "large.asc" }, await UnpublishedPathsAsync(V1));
        Assert.IsEmpty(await PublishedPathsAsync(V1));
    }

    [TestMethod]
    public async Task A_signature_that_waits_already_is_published_with_its_file()
    {
        await AddKeyAsync(Passphrase);
        var upload = new UploadRequest { Version = V2, Path = RepositoryPath.Of("c"), Passphrase = Passphrase };
        await UploadAsync(upload, "3");
        await UploadAsync(upload with { Publish = true }, "3");
        CollectionAssert.AreEqual(new[] { "c", "c.asc" }, await PublishedPathsAsync(V2));

        await Service.UpdateRepositoryAsync(Repo, new RepositoryDetails { GpgSignFiles = true }, Cancellation);
        await UploadAsync(V1, "a", "1");
        await Service.SignVersionAsync(V1, Passphrase, Cancellation);
        await Service.PublishAsync(
            V1, new PublishRequest { Expected = [Expect("a", "1")], Passphrase = Passphrase }, Cancellation);
        CollectionAssert.AreEqual(new[] { "a", "a.asc" }, await PublishedPathsAsync(V1));
    }

    [TestMethod]
    public async Task A_repository_that_wants_signatures_publishes_nothing_without()
    {
        await Service.UpdateRepositoryAsync(Repo, new RepositoryDetails { GpgSignFiles = true }, Cancellation);
        await UploadAsync(V1, "a", "1");
        await UploadAsync(V2, "b", "2");

        await RefusedAsync(400, "no key", () => PublishAsync(V1));
        Assert.IsEmpty(await PublishedPathsAsync(V1));

        await AddKeyAsync();
        await PublishAsync(V1, Expect("a", "1"));
        await IsSignedAsync("a", "1");
        Assert.IsEmpty(await UnpublishedPathsAsync(V1));
        await Service.PublishReleaseAsync([new ReleasedVersion(V2, [Expect("b", "2")])], Cancellation);
        await IsSignedAsync("b", "2");

        await UploadAsync(V2, "c", "3", publish: true);
        await IsSignedAsync("c", "3");
        await UploadAsync(V2, "d", "4");
        var leg = new LegManifest([new LegVersion(V2, [new LegFile(RepositoryPath.Of("d"), Sha256Of("4"), 1)])]);
        await RefusedAsync(400, "'d'", () => Service.StageLegAsync(
            ReleaseAddress.Of("acme", ReleaseId.Of("1")), LegName.Of("x"), leg, Cancellation));

        // What is only called like a signature is none.
        await UploadAsync(V2, "d.asc", "a text");
        var named = new LegManifest([new LegVersion(V2, [.. leg.Versions[0].Files, new LegFile(RepositoryPath.Of("d.asc"), Sha256Of("a text"), 6)])]);
        await RefusedAsync(400, "no signature", () => Service.StageLegAsync(
            ReleaseAddress.Of("acme", ReleaseId.Of("1")), LegName.Of("x"), named, Cancellation));
    }

    [TestMethod]
    public async Task A_file_that_is_replaced_unsigned_takes_its_signature_along_and_the_answer_says_so()
    {
        await AddKeyAsync();
        await UploadAsync(V1, "a", "1");
        await UploadAsync(V1, "b", "2");
        await Service.SignVersionAsync(V1, null, Cancellation);
        await PublishAsync(V1);

        await UploadAsync(V1, "a", "changed", replace: true);
        var answer = await PublishAsync(V1, Expect("a", "changed"));

        StringAssert.Contains(answer.Warning, "'a.asc' is no longer public");
        CollectionAssert.AreEqual(new[] { "a", "b", "b.asc" }, await PublishedPathsAsync(V1));
        Assert.IsNull(await ReadAsync("a.asc"));
        await Service.SignVersionAsync(V1, null, Cancellation);
        Assert.IsNull((await PublishAsync(V1)).Warning);
        await IsSignedAsync("a", "changed");

        await UploadAsync(V1, "b", "changed too", publish: true, replace: true);
        CollectionAssert.AreEqual(new[] { "a", "a.asc", "b" }, await PublishedPathsAsync(V1));
    }

    [TestMethod]
    public async Task A_signature_of_former_bytes_that_is_named_keeps_everything_from_being_public()
    {
        await AddKeyAsync();
        await UploadAsync(V1, "a", "1");
        await Service.SignVersionAsync(V1, null, Cancellation);
        await PublishAsync(V1);
        var former = (await ReadAsync("a.asc"))!;
        await UploadAsync(V1, "a", "changed", replace: true);

        await RefusedAsync(409, "'a.asc' is of other bytes", () => PublishAsync(V1, Expect("a", "changed"), Expect("a.asc", former)));
        Assert.AreEqual("1", await ReadAsync("a"));
        Assert.AreEqual(former, await ReadAsync("a.asc"));

        await PublishAsync(V1, Expect("a", "changed"));
        await RefusedAsync(409, "it is not there", () => PublishAsync(V1, Expect("a", "changed"), Expect("a.asc", former)));
        Assert.IsNull(await ReadAsync("a.asc", includeUnpublished: true));
    }

    [TestMethod]
    public async Task A_signature_of_the_subjects_key_that_is_of_other_bytes_is_not_published_whoever_brings_it()
    {
        await AddKeyAsync();
        await UploadAsync(V1, "a", "1");
        await Service.SignVersionAsync(V1, null, Cancellation);
        var other = (await ReadAsync("a.asc", includeUnpublished: true))!;
        await UploadAsync(V2, "b", "2");
        await UploadAsync(V2, "b.asc", other);

        StringAssert.Contains((await PublishAsync(V2)).Warning, "'b.asc' is not published");
        CollectionAssert.AreEqual(new[] { "b" }, await PublishedPathsAsync(V2));
        await RefusedAsync(409, "'b.asc' is of other bytes", () => PublishAsync(V2, Expect("b.asc", other)));
        await RefusedAsync(409, "'b.asc' is of other bytes", () => UploadAsync(V2, "b.asc", other, publish: true, replace: true));
    }

    [TestMethod]
    public async Task What_went_with_its_file_leaves_the_path_to_another_version()
    {
        await AddKeyAsync();
        await UploadAsync(V1, "a", "1");
        await Service.SignVersionAsync(V1, null, Cancellation);
        await PublishAsync(V1);
        await Service.DeleteFileAsync(File("a"), Cancellation);
        Assert.IsNull(await ReadAsync("a.asc", includeUnpublished: true));

        await UploadAsync(V2, "a", "2");
        await Service.SignVersionAsync(V2, null, Cancellation);
        await PublishAsync(V2);
        await IsSignedAsync("a", "2");
    }

    [TestMethod]
    public async Task A_signature_is_not_public_before_its_file_nor_after_it()
    {
        await AddKeyAsync();
        await UploadAsync(V1, "a", "1");
        await Service.SignVersionAsync(V1, null, Cancellation);
        var signature = (await ReadAsync("a.asc", includeUnpublished: true))!;

        await RefusedAsync(409, "'a.asc' is of other bytes", () => PublishAsync(V1, Expect("a.asc", signature)));
        await Service.DeleteFileAsync(File("a"), Cancellation);

        Assert.IsEmpty(await UnpublishedPathsAsync(V1));
        await UploadAsync(V1, "a", "2", publish: true);
        CollectionAssert.AreEqual(new[] { "a" }, await PublishedPathsAsync(V1));
    }

    [TestMethod]
    public async Task Files_of_others_that_wait_keep_nobody_from_publishing_where_signatures_are_wanted()
    {
        await AddKeyAsync();
        await Service.UpdateRepositoryAsync(Repo, new RepositoryDetails { GpgSignFiles = true }, Cancellation);
        await UploadAsync(V1, "a", "1");
        await PublishAsync(V1, Expect("a", "1"));
        await UploadAsync(V1, "a", "of somebody else", replace: true);
        await UploadAsync(V1, "b", "2");

        await PublishAsync(V1, Expect("b", "2"));

        CollectionAssert.AreEqual(new[] { "a", "a.asc", "b", "b.asc" }, await PublishedPathsAsync(V1));
        await IsSignedAsync("a", "1");
        await IsSignedAsync("b", "2");
    }

    [TestMethod]
    public async Task Of_a_release_too_no_signature_of_former_bytes_stays_public()
    {
        await AddKeyAsync();
        await UploadAsync(V1, "a", "1");
        await Service.SignVersionAsync(V1, null, Cancellation);
        await PublishAsync(V1);
        await UploadAsync(V1, "a", "changed", replace: true);
        await UploadAsync(V2, "b", "2");

        var answer = await Service.PublishReleaseAsync(
            [new ReleasedVersion(V1, [Expect("a", "changed")]), new ReleasedVersion(V2, [Expect("b", "2")])], Cancellation);

        StringAssert.Contains(answer.Warning, "'a.asc' is no longer public");
        CollectionAssert.AreEqual(new[] { "a" }, await PublishedPathsAsync(V1));
    }

    [TestMethod]
    public async Task What_was_staged_before_signatures_were_wanted_is_not_published_without()
    {
        await AddKeyAsync();
        await UploadAsync(V1, "a", "1");
        var release = ReleaseAddress.Of("acme", ReleaseId.Of("1"));
        var leg = new LegManifest([new LegVersion(V1, [new LegFile(RepositoryPath.Of("a"), Sha256Of("1"), 1)])]);
        await Service.StageLegAsync(release, LegName.Of("x"), leg, Cancellation);
        await Service.UpdateRepositoryAsync(Repo, new RepositoryDetails { GpgSignFiles = true }, Cancellation);

        await RefusedAsync(400, "'a'", () => Service.SealReleaseAsync(release, [LegName.Of("x")], Cancellation));

        Assert.IsEmpty(await PublishedPathsAsync(V1));
        Assert.AreEqual(StagedState.Open, (await Service.GetReleaseAsync(release, Cancellation))!.State);
    }

    [TestMethod]
    public async Task Where_signatures_are_wanted_no_text_takes_the_place_of_one_and_none_is_deleted_before_its_file()
    {
        await AddKeyAsync();
        await Service.UpdateRepositoryAsync(Repo, new RepositoryDetails { GpgSignFiles = true }, Cancellation);
        await UploadAsync(V1, "a", "1", publish: true);

        await RefusedAsync(409, "'a'", () => UploadAsync(V1, "a.asc", "a text", replace: true, publish: true));
        await Service.DeleteFileAsync(File("a.asc"), Cancellation);
        await RefusedAsync(409, "'a.asc'", () => Service.DeleteFileAsync(File("a.asc"), Cancellation));

        await IsSignedAsync("a", "1");
        await Service.DeleteFileAsync(File("a"), Cancellation);
        Assert.IsEmpty(await PublishedPathsAsync(V1));
    }

    [TestMethod]
    public async Task What_waits_over_a_good_signature_may_be_deleted_and_the_good_one_stays()
    {
        await AddKeyAsync();
        await Service.UpdateRepositoryAsync(Repo, new RepositoryDetails { GpgSignFiles = true }, Cancellation);
        await UploadAsync(V1, "a", "1", publish: true);
        await UploadAsync(V1, "a.asc", "a text", replace: true);
        await RefusedAsync(400, "'a.asc'", () => PublishAsync(V1));

        await Service.DeleteFileAsync(File("a.asc"), Cancellation);

        await PublishAsync(V1);
        await IsSignedAsync("a", "1");
        await RefusedAsync(409, "'a.asc'", () => Service.DeleteFileAsync(File("a.asc"), Cancellation));
    }

    [TestMethod]
    public async Task A_signature_by_somebody_elses_key_takes_no_good_ones_place_and_does_not_outlive_its_bytes()
    {
        await AddKeyAsync();
        await Service.UpdateRepositoryAsync(Repo, new RepositoryDetails { GpgSignFiles = true }, Cancellation);
        await UploadAsync(V1, "a", "1", publish: true);
        var foreign = await SignedByBobAsync("2");
        await RefusedAsync(409, "'a'", () => UploadAsync(V1, "a.asc", foreign, replace: true, publish: true));
        await IsSignedAsync("a", "1");
        await Service.DeleteFileAsync(File("a.asc"), Cancellation);

        await UploadAsync(V1, "b", "2");
        await UploadAsync(V1, "b.asc", foreign);
        await PublishAsync(V1, Expect("b", "2"));
        Assert.AreEqual(foreign, await ReadAsync("b.asc"));

        await UploadAsync(V1, "b", "changed", replace: true, publish: true);
        await IsSignedAsync("b", "changed");
    }

    [TestMethod]
    public async Task What_is_all_signed_is_published_without_the_passphrase()
    {
        await AddKeyAsync(Passphrase);
        await Service.UpdateRepositoryAsync(Repo, new RepositoryDetails { GpgSignFiles = true }, Cancellation);
        await UploadAsync(V1, "a", "1");
        await RefusedAsync(400, "passphrase", () => PublishAsync(V1));
        await Service.SignVersionAsync(V1, Passphrase, Cancellation);

        await PublishAsync(V1, Expect("a", "1"));

        await IsSignedAsync("a", "1");
        Assert.AreEqual(0, (await PublishAsync(V1)).Files);
    }

    [TestMethod]
    public async Task What_others_have_brought_in_the_place_of_a_signature_keeps_nobody_from_publishing()
    {
        await AddKeyAsync();
        await Service.UpdateRepositoryAsync(Repo, new RepositoryDetails { GpgSignFiles = true }, Cancellation);
        await UploadAsync(V1, "theirs", "1");
        await UploadAsync(V1, "theirs.asc", "a text");
        await UploadAsync(V1, "mine", "2");

        await PublishAsync(V1, Expect("mine", "2"));

        await IsSignedAsync("mine", "2");
        await RefusedAsync(400, "'theirs.asc'", () => PublishAsync(V1));
    }

    [TestMethod]
    public async Task A_publish_that_is_repeated_finds_it_done_although_other_bytes_wait_by_now()
    {
        await AddKeyAsync();
        await Service.UpdateRepositoryAsync(Repo, new RepositoryDetails { GpgSignFiles = true }, Cancellation);
        await UploadAsync(V1, "a", "1");
        await PublishAsync(V1, Expect("a", "1"));
        await UploadAsync(V1, "a", "changed", replace: true);

        Assert.AreEqual(0, (await PublishAsync(V1, Expect("a", "1"))).Files);

        await IsSignedAsync("a", "1");
    }

    [TestMethod]
    public async Task A_signature_that_waits_is_not_published_if_its_file_was_uploaded_anew()
    {
        await AddKeyAsync();
        await UploadAsync(V1, "a", "1");
        await Service.SignVersionAsync(V1, null, Cancellation);
        await UploadAsync(V1, "a", "changed", replace: true);

        var answer = await PublishAsync(V1);

        StringAssert.Contains(answer.Warning, "'a.asc' is not published");
        CollectionAssert.AreEqual(new[] { "a" }, await PublishedPathsAsync(V1));
        CollectionAssert.AreEqual(new[] { "a.asc" }, await UnpublishedPathsAsync(V1));
        await Service.SignVersionAsync(V1, null, Cancellation);
        Assert.IsNull((await PublishAsync(V1)).Warning);
        await IsSignedAsync("a", "changed");
    }

    [TestMethod]
    public async Task A_signature_goes_with_its_file_if_a_key_of_the_subject_made_it()
    {
        await AddKeyAsync();
        var foreign = await SignedByBobAsync("2");
        await UploadAsync(V1, "a", "1");
        await UploadAsync(V1, "b", "2");
        await UploadAsync(V1, "b.asc", foreign);
        await Service.SignVersionAsync(V1, null, Cancellation);
        await PublishAsync(V1);

        await Service.DeleteFileAsync(File("a"), Cancellation);
        CollectionAssert.AreEqual(new[] { "b", "b.asc" }, await PublishedPathsAsync(V1));

        await UploadAsync(V1, "b", "changed", replace: true);
        StringAssert.Contains((await PublishAsync(V1)).Warning, "'b.asc' was there before");
        Assert.AreEqual(foreign, await ReadAsync("b.asc"));
        await Service.DeleteFileAsync(File("b"), Cancellation);
        CollectionAssert.AreEqual(new[] { "b.asc" }, await PublishedPathsAsync(V1));
    }

    private async Task<string> SignedByBobAsync(string text)
    {
        await Keys.AddAsync("bob", KeyPair.Generate(KeyType.Ed25519, "Bob", DateTimeOffset.UtcNow, null), null, replace: false, Cancellation);
        using var bob = await Keys.OpenAsync("bob", null, Cancellation);
        return Encoding.ASCII.GetString(await bob.SignAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), Cancellation));
    }

    private Task<SubjectKey> AddKeyAsync(Secret? passphrase = null) => Keys.AddAsync(
        "acme", KeyPair.Generate(KeyType.Ed25519, "Acme <acme@example.org>", DateTimeOffset.UtcNow, null), passphrase, replace: false, Cancellation);

    private async Task IsSignedAsync(string path, string text)
    {
        var signature = Encoding.ASCII.GetBytes(await ReadAsync(path + ".asc") ?? throw new AssertFailedException($"{path} is not signed."));
        Assert.AreEqual(
            SignatureMatch.Good,
            await Keys.CompareAsync("acme", signature, new MemoryStream(Encoding.UTF8.GetBytes(text)), Cancellation));
    }
}
