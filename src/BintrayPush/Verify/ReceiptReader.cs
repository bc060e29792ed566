using System.Text.Json;
using BintrayPush.Messages;
using BintrayPush.Report;

namespace BintrayPush.Verify;

/// <summary>
/// Reads the file of a receipt (docs/receipt.md). It comes from outside, so nothing in it is believed before it was checked. Fields of
/// other names are passed over: a later version may write more.
/// </summary>
public static class ReceiptReader
{
    /// <summary>Far more than any push writes.</summary>
    private const long LargestFile = 256 << 20;

    /// <summary>Reads it.</summary>
    /// <param name="file">Its absolute path.</param>
    /// <param name="problems">Everything that is wrong with it.</param>
    /// <returns>The receipt, or nothing if something is wrong.</returns>
    public static StoredReceipt? Read(string file, out IReadOnlyList<Problem> problems)
    {
        try
        {
            using var stream = RegularFile.OpenRead(file);
            if (stream.Length > LargestFile)
            {
                problems = [VerifyProblems.NotAReceipt(file, $"it is larger than {LargestFile >> 20} MB")];
                return null;
            }

            using var document = JsonDocument.Parse(stream);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                problems = [VerifyProblems.NotAReceipt(file, "it is not a JSON object")];
                return null;
            }

            var faults = new ReceiptFaults(file);
            var receipt = Receipt(new ReceiptObject("", document.RootElement, faults), file, faults);
            problems = faults.Problems;
            return problems.Count == 0 ? receipt : null;
        }
        catch (JsonException fault)
        {
            problems = [
                VerifyProblems.NotAReceipt(
                    file, "it is not JSON", (int)(fault.LineNumber ?? 0) + 1, (int)(fault.BytePositionInLine ?? 0) + 1)
            ];
        }
        catch (InvalidOperationException)
        {
            // How the parser says that a text has half of a character.
            problems = [VerifyProblems.NotAReceipt(file, "it holds a text that is not valid Unicode")];
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            problems = [VerifyProblems.ReceiptMissing(file, OtherReceipts.Near(file))];
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            problems = [VerifyProblems.ReceiptUnreadable(file, cause)];
        }

        return null;
    }

    private static StoredReceipt Receipt(ReceiptObject root, string file, ReceiptFaults faults)
    {
        var contents = new Dictionary<FileAddress, ClaimedFile>();
        var order = new List<FileAddress>();
        var archives = new List<FileAddress>();
        var leftOut = new List<string>();
        var receipt = new StoredReceipt
        {
            File = file,
            Destination = root.Text("destination") ?? "",
            IsComplete = root.Truth("complete") == true,
            Release = root.Object("leg")?.Release("release"),
            Files = [],
            UnknownArchives = archives,
            LeftOut = leftOut,
        };
        foreach (var entry in root.Objects("files"))
        {
            var source = entry.Text("source") ?? "";
            switch (entry.Outcome("outcome"))
            {
                case null:
                    break;
                case Outcome.Skipped or Outcome.Failed:
                    leftOut.Add(source);
                    break;
                default:
                    ReadArrived(entry);
                    break;
            }
        }

        return receipt with { Files = [.. order.Select(address => contents[address])] };

        void ReadArrived(ReceiptObject entry)
        {
            var isPublic = entry.Truth("published") == true;
            var repository = entry.Repository("repo");
            var path = entry.Path("path");
            if (!entry.Has("unpacked"))
            {
                Add(entry, repository, path, entry.Content(), isPublic);
                return;
            }

            var unpacked = entry.Objects("unpacked").ToList();
            foreach (var part in unpacked)
            {
                Add(part, repository, part.Path("path"), part.Content(), isPublic);
            }

            if (unpacked.Count == 0 && repository is not null && path is not null)
            {
                archives.Add(new FileAddress(repository, path));
            }
        }

        void Add(ReceiptObject entry, RepositoryAddress? repository, RepositoryPath? path, ContentHashes? content, bool isPublic)
        {
            if (repository is null || path is null || content is null)
            {
                return;
            }

            // Two archives may hold the same file.
            var claim = new ClaimedFile(new FileAddress(repository, path), content, isPublic);
            if (!contents.TryGetValue(claim.Address, out var other))
            {
                contents.Add(claim.Address, claim);
                order.Add(claim.Address);
            }
            else if (other != claim)
            {
                faults.Add(entry.Place, $"{claim.Address} is there twice, and not with the same content");
            }
        }
    }
}
