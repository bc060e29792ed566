using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BintrayPush.Api.Content;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Tests.Interleaving;

/// <summary>A live version as the objects say at some moment: its id and its published files.</summary>
internal sealed record LiveVersion(string VersionId, IReadOnlyDictionary<string, FileEntry> Files);

/// <summary>Everything that was public from one step to the next change.</summary>
internal sealed record PublicState(long Since, IReadOnlyDictionary<string, LiveVersion> Versions)
{
    public FileEntry? At(string path) =>
        Versions.Values.Select(version => version.Files.GetValueOrDefault(path)).FirstOrDefault(file => file is not null);
}

/// <summary>
/// Sees every write and holds the service to what docs/store.md promises, from the outside: from the objects themselves, not from
/// the service's own idea of them.
/// </summary>
internal sealed partial class Witness(MemoryStore store, MemoryView view, Scheduler scheduler, RepositoryAddress repository)
{
    private readonly Dictionary<string, MutableRecord> _records = [];
    private readonly Dictionary<string, (long Written, PendingUpload Upload, PathOwner Owner)> _uploads = [];
    private readonly HashSet<string> _droppedForGood = [];

    /// <summary>
    /// When uploads were neither pending nor public: a later one, a discard or a deletion took them out of their record, and a publish that
    /// had read them before made them public all the same.
    /// </summary>
    private readonly Dictionary<string, (long From, long To)> _nowhere = [];
    private readonly List<PublicState> _history = [new(0, new Dictionary<string, LiveVersion>())];

    private readonly List<long> _deaths = [];

    public List<string> Failures { get; } = [];

    public PublicState Current => _history[^1];

    /// <summary>The pending files: path record and upload, of live versions, not published yet.</summary>
    public IEnumerable<(PathRecord Record, PendingUpload Upload)> Pending =>
        from record in _records.Values.OfType<PathRecord>()
        where record.Pending is not null && IsPending(record)
        select (record, record.Pending);

    /// <summary>Follows a write.</summary>
    public void Changed(Actor actor, string key)
    {
        var value = store.Objects.GetValueOrDefault(key);
        var parts = key.Split('/');
        switch (parts[0] == "r" ? parts[2] : parts[0])
        {
            case "repo":
                _records[key] = Parse(value!, RecordJson.Default.RepositoryRecord);
                RememberDeath(_records[key]);
                CheckPrivacy(actor);
                RememberState(actor, null);
                break;
            case "version" or "package" when value is null:
                _records.Remove(key);
                RememberState(actor, null);
                break;
            case "package":
                _records[key] = Parse(value, RecordJson.Default.PackageRecord);
                RememberDeath(_records[key]);
                RememberState(actor, null);
                break;
            case "version":
                var before = Current;
                _records[key] = Parse(value, RecordJson.Default.VersionHead);
                RememberState(actor, before);
                break;
            case "release":
                var unreleased = Current;
                if (value is null)
                {
                    Check(
                        _records.GetValueOrDefault(key) is not ReleaseRecord { State: not ReleaseState.Dropped }
                            || !_records.Values.OfType<VersionHead>().Any(head => head.Next?.Release == key && IsLive(head)),
                        $"{actor.Current} deleted {key}, which a head refers to");
                    _records.Remove(key);
                }
                else
                {
                    _records[key] = Parse(value, RecordJson.Default.ReleaseRecord);
                }

                RememberState(actor, unreleased);
                break;
            case "path":
                PathChanged(actor, key, value);
                break;
            case "content" when value is null:
                Check(!Referenced().Contains(key), $"{actor.Current} deleted {key}, which is referred to");
                break;
            case "manifest" when value is null:
                Check(!PublishedManifestKeys(parts[1]).Contains(key), $"{actor.Current} deleted {key}, which is published");
                break;
        }
    }

    /// <summary>All that a live manifest or a live record refers to.</summary>
    public HashSet<string> Referenced() =>
    [
        .. Current.Versions.Values.SelectMany(version => version.Files.Values).Select(file => Keys.Content(file.Content)),
        .. Pending.Select(pending => Keys.Content(pending.Upload.File.Content)),
    ];

    public void Succeeded(CallInFlight call, object? answer)
    {
        var states = Seen(call).ToList();
        switch (call.Operation)
        {
            case Uploading upload:
                UploadDone(call, upload);
                break;
            case Publishing { Expected: null } publishing:
                NothingOlderPending(call, publishing.Version, "left unpublished");
                break;
            case Publishing publishing:
                Check(
                    states.Any(state => publishing.Expected.All(file => state.Versions.GetValueOrDefault(NameOf(publishing.Version))?
                        .Files.GetValueOrDefault(file.Path.Value)?.Sha256 == file.Sha256)),
                    $"{call} succeeded, but at no moment all that was expected was public");
                break;
            case Releasing releasing:
                foreach (var version in releasing.Versions.Where(version => version.Expected is null))
                {
                    NothingOlderPending(call, version.Version, "left unpublished");
                }

                Check(
                    SawADeath(call) || states.Any(state => releasing.Versions.All(version => (version.Expected ?? []).All(
                        file => state.Versions.GetValueOrDefault(NameOf(version.Version))?
                            .Files.GetValueOrDefault(file.Path.Value)?.Sha256 == file.Sha256))),
                    $"{call} succeeded, but at no moment all that was expected was public");
                break;
            case Discarding discarding:
                NothingOlderPending(call, discarding.Version, "left pending");
                _droppedForGood.UnionWith(call.Dropped);
                break;
            case DeletingFile:
                _droppedForGood.UnionWith(call.Dropped);
                break;
            case ListingFiles listing:
                ListingDone(call, listing, (FileListing)answer!, states);
                break;
            case SettingPrivacy { Private: true }:
                Check(_lastHidden >= call.Began || IsHiddenNow(), $"{call} succeeded, but at no moment was the view without it");
                break;
            case Downloading download:
                Check(
                    SawADeath(call) || states.Any(state => state.At(download.Path.Value)?.Sha256 == (string?)answer),
                    $"{call} read {answer ?? "nothing"}, which was public at no moment of the call");
                break;
        }
    }

    public void NotFound(CallInFlight call, VersionAddress version) => Check(
        Seen(call)
            .Any(state => !state.Versions.ContainsKey(NameOf(version))), $"{call} was told 404, but the version was there all the time");

    public void Check(bool truth, string failure)
    {
        if (!truth)
        {
            Failures.Add($"step {scheduler.Now}: {failure}");
        }
    }

    private static string NameOf(VersionAddress version) => $"{version.Package.Name}/{version.Name}";

    private static T Parse<T>(byte[] value, JsonTypeInfo<T> type) => JsonSerializer.Deserialize(value, type)!;

    /// <summary>The states that a call may have seen.</summary>
    private IEnumerable<PublicState> Seen(CallInFlight call) => Seen(call.Began, call.Ended);

    private IEnumerable<PublicState> Seen(long from, long to) =>
        _history.Where((state, i) => state.Since <= to && (i + 1 == _history.Count || _history[i + 1].Since > from));

    /// <summary>
    /// A reader that found the repository or the package alive may still see what a publish commits below it after the deletion; that
    /// publish is told 404 (docs/store.md, "Operations").
    /// </summary>
    private bool SawADeath(CallInFlight call) => _deaths.Any(death => death > call.Began && death <= call.Ended);

    private bool IsPending(PathRecord record) =>
        Current.Versions.Values.FirstOrDefault(version => version.VersionId == record.Owner.VersionId) is { } version
        && version.Files.GetValueOrDefault(record.Path)?.Upload != record.Pending!.File.Upload;

    private bool IsLive(VersionHead head) => Current.Versions.Values.Any(version => version.VersionId == head.VersionId);

    private void RememberDeath(MutableRecord record)
    {
        if (record.Deleted)
        {
            _deaths.Add(scheduler.Now);
        }
    }

    private void PathChanged(Actor actor, string key, byte[]? value)
    {
        if (value is null)
        {
            Check(!_records.Values.OfType<RepositoryRecord>().Any(
                live => !live.Deleted && key.Contains(live.RepositoryId, StringComparison.Ordinal)),
                $"{actor.Current} deleted the record {key}");
            _records.Remove(key);
            return;
        }

        var old = (PathRecord?)_records.GetValueOrDefault(key);
        var record = Parse(value, RecordJson.Default.PathRecord);
        if (old?.Pending is not null && IsPending(old) && old.Pending.File.Upload != record.Pending?.File.Upload)
        {
            Check(
                actor.Current!.Operation switch
                {
                    Uploading upload =>
                        KeyName.Fold(upload.Path.Value) == KeyName.Fold(old.Path) && upload.Version.Name == old.Owner.Version,
                    Discarding discarding =>
                        discarding.Version.Name == old.Owner.Version && discarding.Version.Package.Name == old.Owner.Package,
                    DeletingFile deleting => deleting.Path.Value == old.Path,
                    _ => false,
                },
                $"{actor.Current} dropped the pending file {old.Path} of {old.Owner}");
            _nowhere[old.Pending.File.Upload] = (scheduler.Now, long.MaxValue);
            if (record.Pending is null)
            {
                actor.Current!.Dropped.Add(old.Pending.File.Upload);
            }
        }

        _records[key] = record;
        if (record.Pending is { } pending)
        {
            _uploads.TryAdd(pending.File.Upload, (scheduler.Now, pending, record.Owner));
        }
    }

    private void RememberState(Actor actor, PublicState? before)
    {
        var versions = new SortedDictionary<string, LiveVersion>(StringComparer.Ordinal);
        if (_records.GetValueOrDefault(Keys.Repository(repository)) is RepositoryRecord { Deleted: false } live)
        {
            foreach (var package in _records.Where(record => record.Key.StartsWith(Keys.Packages(live.RepositoryId), StringComparison.Ordinal))
                .Select(record => (PackageRecord)record.Value).Where(package => !package.Deleted))
            {
                foreach (var head in _records.Where(
                    record => record.Key.StartsWith(Keys.Versions(live.RepositoryId, package.PackageId), StringComparison.Ordinal))
                    .Select(record => Meant((VersionHead)record.Value)).Where(head => !head.Deleted))
                {
                    versions[$"{package.Name}/{head.Name}"] = new LiveVersion(head.VersionId, FilesOf(actor, live.RepositoryId, head));
                }
            }
        }

        var state = new PublicState(scheduler.Now, versions);
        _history.Add(state);
        foreach (var upload in versions.Values.SelectMany(version => version.Files.Values).Select(file => file.Upload))
        {
            if (_nowhere.TryGetValue(upload, out var time) && time.To == long.MaxValue)
            {
                _nowhere[upload] = (time.From, scheduler.Now);
            }
        }

        foreach (var shared in versions.SelectMany(version => version.Value.Files.Keys.Select(KeyName.Fold)).GroupBy(path => path)
            .Where(path => path.Count() > 1))
        {
            Check(false, $"{actor.Current}: '{shared.Key}' is in two live versions");
        }

        if (before is not null)
        {
            CheckCommit(actor, before, state);
        }
    }

    /// <summary>What a head's replacement made public or took away is what its author was asked to do.</summary>
    private void CheckCommit(Actor actor, PublicState before, PublicState after)
    {
        foreach (var (name, version) in after.Versions)
        {
            var old = before.Versions.GetValueOrDefault(name) is { } same && same.VersionId == version.VersionId ? same.Files : Manifest.Empty.Files;
            foreach (var path in old.Keys.Where(path => !version.Files.ContainsKey(path)))
            {
                Check(
                    actor.Current!.Operation is DeletingFile deleting && deleting.Path.Value == path, $"{actor.Current} took away {path}");
            }

            foreach (var (path, file) in version.Files.Where(file => old.GetValueOrDefault(file.Key)?.Upload != file.Value.Upload))
            {
                Check(
                    actor.Current!.Operation switch
                    {
                        Uploading upload => upload.Publish && upload.Path.Value == path && Hex.Sha256Of(upload.Text) == file.Sha256,
                        Publishing { Expected: null } => true,
                        Releasing releasing => releasing.Versions.Any(released => NameOf(released.Version) == name
                            && released.Expected?.Any(
                                expected => expected.Path.Value == path && expected.Sha256 == file.Sha256) != false),
                        Publishing publishing =>
                            publishing.Expected!.Any(expected => expected.Path.Value == path && expected.Sha256 == file.Sha256),
                        _ => false,
                    },
                    $"{actor.Current} made {path} ({file.Sha256[..6]}) public, unasked");
                Check(
                    store.Objects.TryGetValue(Keys.Content(file.Content), out var content) && Hex.Sha256Of(content) == file.Sha256,
                    $"{actor.Current} published {path} without its content");
                Check(!_droppedForGood.Contains(file.Upload), $"{actor.Current} published {path}, which had been dropped");
                Check(
                    old.GetValueOrDefault(path) is not { } replaced || replaced.Sha256 == file.Sha256
                        || _uploads[file.Upload].Upload.Override,
                    $"{actor.Current} replaced {path} without override");
            }
        }
    }

    private void UploadDone(CallInFlight call, Uploading upload)
    {
        var sha256 = Hex.Sha256Of(upload.Text);
        var mine = _uploads.Values.Where(known => known.Written >= call.Began && known.Upload.File.Sha256 == sha256).ToList();
        Check(
            mine.Any(
                known =>
                    Seen(known.Written, call.Ended).Any(state => state.Versions.Values.Any(version => version.VersionId == known.Owner.VersionId))),
            $"{call} was acknowledged, but its version was dead all the time since");
        Check(
            !upload.Publish
                || Seen(call).Any(
                    state =>
                        state.Versions.GetValueOrDefault(
                            NameOf(upload.Version))?.Files.GetValueOrDefault(upload.Path.Value)?.Sha256 == sha256),
            $"{call} was acknowledged, but never public");
    }

    private void NothingOlderPending(CallInFlight call, VersionAddress version, string what)
    {
        foreach (var (record, upload) in Pending.Where(
            pending => pending.Record.Owner.Version == version.Name && pending.Record.Owner.Package == version.Package.Name))
        {
            Check(
                _uploads[upload.File.Upload].Written > call.Began,
                $"{call} {what} {record.Path} of step {_uploads[upload.File.Upload].Written}");
        }
    }

    private void ListingDone(CallInFlight call, ListingFiles listing, FileListing answer, List<PublicState> states)
    {
        var shown = answer.Published.ToDictionary(file => file.Path.Value, file => file.Sha256);
        Check(
            SawADeath(call) || states.Any(state => state.Versions.GetValueOrDefault(NameOf(listing.Version)) is { } version
                && version.Files.Count == shown.Count && version.Files.All(file => shown.GetValueOrDefault(file.Key) == file.Value.Sha256)),
            $"{call} listed {string.Join(", ", shown)}, which was public at no moment of the call");

        // What was there before the call and is still there after it must be in one of the two lists.
        var listed = answer.Published.Concat(answer.Unpublished).Select(file => (file.Path.Value, file.Sha256)).ToHashSet();
        var pending = Pending.Where(
            pending => pending.Record.Owner.Version == listing.Version.Name && pending.Record.Owner.Package == listing.Version.Package.Name)
            .Select(pending => (pending.Record.Path, pending.Upload.File));
        var published = Current.Versions.GetValueOrDefault(NameOf(listing.Version))?.Files
            .Where(file => !_nowhere.TryGetValue(file.Value.Upload, out var time) || time.To < call.Began || time.From > call.Ended)
            .Select(file => (file.Key, file.Value)) ?? [];
        foreach (var (path, file) in pending.Concat(published).Where(file => _uploads[file.Item2.Upload].Written < call.Began))
        {
            Check(listed.Contains((path, file.Sha256)), $"{call} did not list {path} ({file.Sha256[..6]})");
        }
    }
}
