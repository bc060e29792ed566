namespace BintrayPush.Storage.Tests.Durability;

/// <summary>
/// A disk that keeps its word and not one byte more, fed with the system calls of a process: of a file only the bytes that were there when
/// a flush of it began, of a folder only the names, and what a failed flush was to write is lost for good, unless it is written anew.
/// </summary>
internal sealed class TracedDisk(string root)
{
    private readonly Folder _top = new();

    /// <summary>Told of each text that the process writes elsewhere, say to its standard output.</summary>
    public event Action<string> Said = _ => { };

    public void Play(IEnumerable<SystemCall> calls)
    {
        // A call takes effect at some moment between its two lines: a flush counts from its begin, anything else from its end.
        var moments = calls.SelectMany<SystemCall, (int Line, Action Do)>(call =>
        {
            if (call.Name is not ("fsync" or "fdatasync"))
            {
                return [(call.Ended, () => Do(call))];
            }

            Action finish = () => { };
            return [(call.Begun, () => finish = Flush(call)), (call.Ended, () => finish())];
        });
        foreach (var moment in moments.OrderBy(moment => moment.Line).ToList())
        {
            moment.Do();
        }
    }

    /// <summary>Writes down what a power loss now would leave.</summary>
    public void Restore(string folder)
    {
        Directory.CreateDirectory(folder);
        Restore(_top, folder);
    }

    private static void Restore(Folder from, string folder)
    {
        foreach (var (name, node) in from.Safe)
        {
            var path = Path.Combine(folder, name);
            if (node is Folder below)
            {
                Directory.CreateDirectory(path);
                Restore(below, path);
            }
            else
            {
                File.WriteAllBytes(path, ((Bytes)node).Safe);
            }
        }
    }

    private static byte[] Written(byte[] old, byte[] piece, int offset)
    {
        var bytes = old.Length >= offset + piece.Length ? (byte[])old.Clone() : [.. old, .. new byte[offset + piece.Length - old.Length]];
        piece.CopyTo(bytes, offset);
        return bytes;
    }

    private static void Remove((Folder Folder, string Name)? place) => place?.Folder.Set(place.Value.Name, null);

    private void Do(SystemCall call)
    {
        if (!call.Succeeded)
        {
            return;
        }

        switch (call.Name)
        {
            case "write" when Find(SystemCalls.FileOf(call)) is null:
                Said(call.Text(0));
                break;
            case "openat" when call.Rest.Contains("O_CREAT", StringComparison.Ordinal) && Place(call.Text(0)) is { } made
                && made.Folder.Get(made.Name) is null:
                made.Folder.Set(made.Name, new Bytes());
                break;
            case "mkdir" or "mkdirat" when Place(call.Text(0)) is { } made:
                made.Folder.Set(made.Name, new Folder());
                break;
            case "write" or "pwrite64" when Find(SystemCalls.FileOf(call)) is Bytes file:
                var offset = call.Name == "write"
                    ? file.Now.Length
                    : int.Parse(call.Rest[..call.Rest.LastIndexOf(')')].Split(',')[^1], null);
                file.Now = Written(file.Now, call.Texts[0], offset);
                break;
            case "rename" or "renameat" or "renameat2" when Place(call.Text(0)) is { } from && Place(call.Text(1)) is { } to:
                var moved = from.Folder.Get(from.Name);
                if (moved != to.Folder.Get(to.Name))
                {
                    to.Folder.Set(to.Name, moved);
                    Remove(from);
                }

                break;
            case "link" or "linkat" when Place(call.Text(1)) is { } second:
                second.Folder.Set(second.Name, Find(call.Text(0)));
                break;
            case "unlink" or "unlinkat" or "rmdir":
                Remove(Place(call.Text(0)));
                break;
            case "pwrite64" or "openat" or "rename" or "renameat" or "renameat2" or "link" or "linkat" or "mkdir" or "mkdirat":
                break;
            default:
                Assert.IsNull(Place(SystemCalls.FileOf(call) ?? ""), $"the disk does not know {call.Rest[..60]}");
                break;
        }
    }

    private Action Flush(SystemCall call)
    {
        var node = Find(SystemCalls.FileOf(call));
        return node?.BeginToFlush(call.Succeeded) ?? (() => { });
    }

    private Node? Find(string? path)
    {
        Node? node = path == root || path?.StartsWith(root + "/", StringComparison.Ordinal) == true ? _top : null;
        foreach (var name in (path ?? "")[Math.Min(root.Length, path?.Length ?? 0)..].Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            node = (node as Folder)?.Get(name);
        }

        return node;
    }

    private (Folder Folder, string Name)? Place(string path) =>
        path.StartsWith(root + "/", StringComparison.Ordinal) && Find(Path.GetDirectoryName(path)) is Folder folder
            ? (folder, Path.GetFileName(path))
            : null;

    private abstract class Node
    {
        public abstract Action BeginToFlush(bool succeeds);
    }

    private sealed class Bytes : Node
    {
        private bool _isLost;

        public byte[] Now { get; set; } = [];

        public byte[] Safe { get; private set; } = [];

        public override Action BeginToFlush(bool succeeds)
        {
            var now = Now;
            _isLost |= !succeeds;
            return () => Safe = _isLost ? Safe : now;
        }
    }

    private sealed class Folder : Node
    {
        private readonly Dictionary<string, Node> _now = [];
        private readonly HashSet<string> _lost = [];

        public Dictionary<string, Node> Safe { get; private set; } = [];

        public Node? Get(string name) => _now.GetValueOrDefault(name);

        public void Set(string name, Node? node)
        {
            _lost.Remove(name);
            if (node is null)
            {
                _now.Remove(name);
            }
            else
            {
                _now[name] = node;
            }
        }

        public override Action BeginToFlush(bool succeeds)
        {
            var names = _now.Keys.Union(Safe.Keys).ToList();
            if (!succeeds)
            {
                _lost.UnionWith(names.Where(name => Get(name) != Safe.GetValueOrDefault(name) && Get(name) is not Folder));
                return () => { };
            }

            var now = names.Select(name => (Name: name, Node: _lost.Contains(name) ? Safe.GetValueOrDefault(name) : Get(name)))
                .Where(entry => entry.Node is not null)
                .ToDictionary(entry => entry.Name, entry => entry.Node!);
            return () => Safe = now;
        }
    }
}
