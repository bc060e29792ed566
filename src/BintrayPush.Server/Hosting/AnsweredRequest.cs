using System.Collections;
using System.Globalization;

namespace BintrayPush.Server.Hosting;

/// <summary>
/// The entry of an answered request, of which there is one per request: written by hand, it costs a tenth of what the framework's
/// templates do. A JSON log has its values one by one.
/// </summary>
internal readonly record struct AnsweredRequest(string Method, string Path, int Status, string User, double Milliseconds)
    : IReadOnlyList<KeyValuePair<string, object?>>
{
    public static readonly EventId Event = new(1, "Answered");

    public static readonly Func<AnsweredRequest, Exception?, string> Format = (request, _) => string.Create(
        CultureInfo.InvariantCulture,
        $"{request.Method} {request.Path} {request.Status} {request.User} {request.Milliseconds:F1} ms");

    public int Count => 6;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new(nameof(Method), Method),
        1 => new(nameof(Path), Path),
        2 => new(nameof(Status), Status),
        3 => new(nameof(User), User),
        4 => new(nameof(Milliseconds), Milliseconds),
        5 => new("{OriginalFormat}", "{Method} {Path} {Status} {User} {Milliseconds:0.0} ms"),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
