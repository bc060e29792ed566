using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace BintrayPush.Storage.S3.Tests;

/// <summary>What is wrong with an engine.</summary>
public enum EngineFault
{
    None,

    /// <summary>It compares tags as they are without quotes, as an older Ceph does.</summary>
    ComparesWithoutQuotes,

    /// <summary>It takes the header of a create and does not look at it.</summary>
    IgnoresCreate,

    /// <summary>It takes the header of a replacement and does not look at it.</summary>
    IgnoresReplace,

    /// <summary>It creates what was to be replaced.</summary>
    ReplacesNothing,

    /// <summary>It looks first and writes then: of several at once more than one creates.</summary>
    LooksBeforeItCreates,

    /// <summary>It tells nobody of a create that it is done.</summary>
    RefusesEveryCreate,

    /// <summary>It does not create what was deleted.</summary>
    RemembersWhatWasDeleted,

    /// <summary>It takes no condition of a replacement as fulfilled.</summary>
    RefusesEveryReplace,

    /// <summary>It says of every object that it is the one that is known.</summary>
    SaysNothingHasChanged,
}

/// <summary>As much of an S3-compatible engine as small objects need: in this process, in memory, and as wrong as asked.</summary>
internal sealed class SmallEngine : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, byte[]> _objects = new(StringComparer.Ordinal);
    private readonly HashSet<string> _deleted = [];
    private readonly EngineFault _fault;
    private readonly WebApplication _app;
    private readonly Dictionary<string, int> _answers = [];
    private readonly SortedDictionary<string, int> _requests = new(StringComparer.Ordinal);
    private TaskCompletionSource _two = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _looking;

    private SmallEngine(EngineFault fault)
    {
        _fault = fault;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>The object whose next write is carried out while its answer is lost.</summary>
    public string? LosesAnswerOf { get; set; }

    /// <summary>What others write over the object whose answer is lost, before anybody asks again.</summary>
    public byte[]? WrittenByOthers { get; set; }

    /// <summary>The object whose next write is cut off and not carried out.</summary>
    public string? DropsWriteOf { get; set; }

    /// <summary>What the next write loses against at the last moment, so that it gets what Ceph answers then.</summary>
    public byte[]? LosesRaceTo { get; set; }

    /// <summary>How many writes are told that another one was there at the same moment.</summary>
    public int Conflicts { get; set; }

    /// <summary>How many keys a list tells at once.</summary>
    public int PageSize { get; set; } = 2;

    /// <summary>What it answers everything with, if anything.</summary>
    public int? Refuses { get; set; }

    public IReadOnlyCollection<string> Keys
    {
        get
        {
            lock (_lock)
            {
                return [.. _objects.Keys];
            }
        }
    }

    public S3Location Place => S3Location.Parse($"s3://small/acme?endpoint={_app.Urls.Single()}");

    public static async Task<SmallEngine> StartAsync(EngineFault fault = EngineFault.None)
    {
        var engine = new SmallEngine(fault);
        await engine._app.StartAsync();
        return engine;
    }

    /// <summary>What it is asked for while something is done: <c>1 GET, 3 GET 304, 1 PUT</c>; the answers 304 have no body.</summary>
    public async Task<string> CountAsync(Func<Task> call)
    {
        lock (_lock)
        {
            _requests.Clear();
        }

        await call();
        lock (_lock)
        {
            return string.Join(", ", _requests.Where(kind => kind.Value > 0).Select(kind => $"{kind.Value} {kind.Key}"));
        }
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    /// <summary>With a dash: what has none, the library takes for the MD5 of what it reads.</summary>
    private static string TagOf(byte[] value) => Convert.ToHexStringLower(SHA256.HashData(value)) + "-1";

    private async Task AnswerAsync(HttpContext http)
    {
        var key = string.Join('/', http.Request.Path.Value!.Split('/').Skip(2));
        lock (_lock)
        {
            var kind = http.Request.Method == "GET" && key.Length == 0 ? "LIST" : http.Request.Method;
            _requests[kind] = _requests.GetValueOrDefault(kind) + 1;
        }

        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        if (Refuses is { } status)
        {
            await RefuseAsync(http, status, "AccessDenied", "you may not");
            return;
        }

        switch (http.Request.Method)
        {
            case "PUT":
                await PutAsync(http, key, body.ToArray());
                break;
            case "DELETE":
                lock (_lock)
                {
                    _objects.Remove(key);
                    _deleted.Add(key);
                }

                http.Response.StatusCode = 204;
                break;
            case "GET" when key.Length == 0:
                await ListAsync(http);
                break;
            default:
                await GetAsync(http, key);
                break;
        }
    }

    private async Task PutAsync(HttpContext http, string key, byte[] value)
    {
        if (Conflicts > 0)
        {
            Conflicts--;
            await RefuseAsync(http, 409, "ConditionalRequestConflict", "another write was there");
            return;
        }

        if (DropsWriteOf is { } dropped && key.EndsWith(dropped, StringComparison.Ordinal))
        {
            DropsWriteOf = null;
            http.Features.Get<IHttpRequestLifetimeFeature>()!.Abort();
            return;
        }

        if (LosesRaceTo is { } winner)
        {
            LosesRaceTo = null;
            lock (_lock)
            {
                _objects[key] = winner;
            }

            await RefuseAsync(http, 500, "UnknownError", "");
            return;
        }

        bool creates = http.Request.Headers.IfNoneMatch == "*";
        var tag = http.Request.Headers.IfMatch.ToString();
        if (creates && _fault == EngineFault.LooksBeforeItCreates)
        {
            await LookTogetherAsync(key);
        }

        var done = false;
        lock (_lock)
        {
            if (creates ? MayCreate(key) : tag.Length == 0 || MayReplace(key, tag))
            {
                _objects[key] = value;
                done = true;
            }
        }

        if (done && LosesAnswerOf is { } lost && key.EndsWith(lost, StringComparison.Ordinal))
        {
            LosesAnswerOf = null;
            if (WrittenByOthers is { } others)
            {
                lock (_lock)
                {
                    _objects[key] = others;
                }
            }

            http.Features.Get<IHttpRequestLifetimeFeature>()!.Abort();
            return;
        }

        if (!done || (creates && _fault == EngineFault.RefusesEveryCreate))
        {
            await RefuseAsync(http, 412, "PreconditionFailed", "the condition does not hold");
            return;
        }

        http.Response.Headers.ETag = $"\"{TagOf(value)}\"";
    }

    private bool MayCreate(string key) => _fault switch
    {
        EngineFault.IgnoresCreate => true,
        EngineFault.LooksBeforeItCreates when _answers.GetValueOrDefault(key) > 0 => _answers[key]-- > 0,
        EngineFault.RemembersWhatWasDeleted when _deleted.Contains(key) => false,
        _ => !_objects.ContainsKey(key),
    };

    private bool MayReplace(string key, string tag) => _fault switch
    {
        EngineFault.IgnoresReplace => _objects.ContainsKey(key),
        EngineFault.ReplacesNothing when !_objects.ContainsKey(key) => true,
        EngineFault.RefusesEveryReplace => false,
        EngineFault.ComparesWithoutQuotes => _objects.TryGetValue(key, out var old) && TagOf(old) == tag,
        _ => _objects.TryGetValue(key, out var old) && $"\"{TagOf(old)}\"" == tag,
    };

    /// <summary>Two of those that create one object at once are both told that it is not there.</summary>
    private async Task LookTogetherAsync(string key)
    {
        Task together;
        lock (_lock)
        {
            if (!key.Contains("round", StringComparison.Ordinal) || _objects.ContainsKey(key) || _answers.ContainsKey(key))
            {
                return;
            }

            if (++_looking == 2)
            {
                _looking = 0;
                _answers[key] = 2;
                _two.SetResult();
                _two = new(TaskCreationOptions.RunContinuationsAsynchronously);
                return;
            }

            together = _two.Task;
        }

        await together;
    }

    private async Task GetAsync(HttpContext http, string key)
    {
        byte[]? value;
        lock (_lock)
        {
            _objects.TryGetValue(key, out value);
        }

        if (value is null)
        {
            await RefuseAsync(http, 404, "NoSuchKey", "there is no such object");
            return;
        }

        http.Response.Headers.ETag = $"\"{TagOf(value)}\"";
        if (http.Request.Headers.IfNoneMatch.ToString() is { Length: > 0 } known
            && (_fault == EngineFault.SaysNothingHasChanged || known.Trim('"') == TagOf(value)))
        {
            lock (_lock)
            {
                _requests["GET"]--;
                _requests["GET 304"] = _requests.GetValueOrDefault("GET 304") + 1;
            }

            http.Response.StatusCode = 304;
            return;
        }

        http.Response.ContentLength = value.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.Body.WriteAsync(value);
        }
    }

    private async Task ListAsync(HttpContext http)
    {
        var prefix = http.Request.Query["prefix"].ToString();
        var after = http.Request.Query["continuation-token"].ToString();
        var found = Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(key, after) > 0).ToList();
        var page = found.Take(PageSize).ToList();
        var text = new StringBuilder("<ListBucketResult>");
        foreach (var key in page)
        {
            text.Append(CultureInfo.InvariantCulture, $"<Contents><Key>{WebUtility.HtmlEncode(key)}</Key><Size>1</Size></Contents>");
        }

        text.Append(found.Count > page.Count
            ? $"<IsTruncated>true</IsTruncated><NextContinuationToken>{page[^1]}</NextContinuationToken>"
            : "<IsTruncated>false</IsTruncated>");
        http.Response.ContentType = "application/xml";
        await http.Response.WriteAsync(text.Append("</ListBucketResult>").ToString());
    }

    private static async Task RefuseAsync(HttpContext http, int status, string code, string message)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/xml";
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.WriteAsync($"<Error><Code>{code}</Code><Message>{message}</Message></Error>");
        }
    }
}
