using System.Text.Json;
using BintrayPush.Report;

namespace BintrayPush.Verify;

/// <summary>An object in the file of a receipt. Each question has an answer that was checked, or none and a fault.</summary>
/// <param name="place">Where it stands in the file.</param>
/// <param name="json">The object.</param>
/// <param name="faults">Get every fault.</param>
internal sealed class ReceiptObject(string place, JsonElement json, ReceiptFaults faults)
{
    private static readonly Outcome[] Outcomes =
        [Report.Outcome.Uploaded, Report.Outcome.Unchanged, Report.Outcome.Replaced, Report.Outcome.Skipped, Report.Outcome.Failed];

    public string Place => place;

    public bool Has(string name) => json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public string? Text(string name) => Find(name, JsonValueKind.String, "a text")?.GetString() is { } text
        ? text.Trim().Length > 0 ? text : Fault<string>(name, "is empty")
        : null;

    public bool? Truth(string name)
    {
        if (!TryFind(name, out var value))
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        faults.Add(Of(name), "is not true or false");
        return null;
    }

    public Outcome? Outcome(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        var index = Array.FindIndex(Outcomes, outcome => outcome.ToString() == text);
        if (index >= 0)
        {
            return Outcomes[index];
        }

        faults.Add(Of(name), $"'{LogText.Shorten(text, 100)}' is not one of {string.Join(", ", Outcomes)}");
        return null;
    }

    public RepositoryAddress? Repository(string name) =>
        Text(name) is not { } text ? null
        : RepositoryAddress.TryParse(text, out var address, out var fault) ? address
        : Fault<RepositoryAddress>(name, fault);

    public RepositoryPath? Path(string name) =>
        Text(name) is not { } text ? null
        : RepositoryPath.TryParse(text, out var path, out var fault) ? path
        : Fault<RepositoryPath>(name, fault);

    /// <summary>Size and checksums.</summary>
    public ContentHashes? Content()
    {
        var size = Size("size");
        var sha1 = Checksum("sha1", 40);
        var sha256 = Checksum("sha256", 64);
        return size is null || sha1 is null || sha256 is null ? null : new ContentHashes(size.Value, sha256, sha1, Md5: null);
    }

    public IEnumerable<ReceiptObject> Objects(string name)
    {
        if (Find(name, JsonValueKind.Array, "a list") is not { } list)
        {
            yield break;
        }

        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            var at = $"{Of(name)}[{index++}]";
            if (item.ValueKind == JsonValueKind.Object)
            {
                yield return new ReceiptObject(at, item, faults);
            }
            else
            {
                faults.Add(at, "is not an object");
            }
        }
    }

    /// <summary>An object that need not be there.</summary>
    public ReceiptObject? Object(string name) =>
        Has(name) && Find(name, JsonValueKind.Object, "an object") is { } found ? new ReceiptObject(Of(name), found, faults) : null;

    public ReleaseId? Release(string name) =>
        Text(name) is not { } text ? null
        : ReleaseId.TryParse(text, out var id, out var fault) ? id
        : Fault<ReleaseId>(name, fault);

    private long? Size(string name)
    {
        if (Find(name, JsonValueKind.Number, "a number") is not { } value)
        {
            return null;
        }

        if (value.TryGetInt64(out var size) && size >= 0)
        {
            return size;
        }

        faults.Add(Of(name), "is not a number of bytes");
        return null;
    }

    private string? Checksum(string name, int digits) =>
        Text(name) is not { } text ? null
        : text.Length == digits && text.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F'))
            ? text.ToLowerInvariant()
        : Fault<string>(name, $"is not a checksum of {digits} hexadecimal digits");

    private JsonElement? Find(string name, JsonValueKind kind, string words)
    {
        if (!TryFind(name, out var value))
        {
            return null;
        }

        if (value.ValueKind == kind)
        {
            return value;
        }

        faults.Add(Of(name), $"is not {words}");
        return null;
    }

    private bool TryFind(string name, out JsonElement value)
    {
        if (json.TryGetProperty(name, out value))
        {
            return true;
        }

        faults.Add(Of(name), "is missing");
        return false;
    }

    private T? Fault<T>(string name, string fault)
        where T : class
    {
        faults.Add(Of(name), fault);
        return null;
    }

    private string Of(string name) => place.Length == 0 ? name : $"{place}.{name}";
}
