using System.Security.Cryptography;
using BintrayPush.Server.Http;
using BintrayPush.Server.Settings;
using BintrayPush.Server.Uploads;
using BintrayPush.Storage;

namespace BintrayPush.Server.Feed;

/// <summary>A package that a client has pushed, put aside: it is looked at as a whole before anything of it is stored.</summary>
internal sealed class ArrivedPackage : IDisposable
{
    private ArrivedPackage(Stream content, string sha256)
    {
        Content = content;
        Sha256 = sha256;
    }

    /// <summary>Its bytes. They can be read again.</summary>
    public Stream Content { get; }

    /// <summary>The SHA-256 of its bytes.</summary>
    public string Sha256 { get; }

    /// <summary>Takes the file of a request, whose body is a form or the bytes themselves.</summary>
    /// <exception cref="BintrayException">400: there is no file. 413: it is too large. 503: it cannot be put aside.</exception>
    public static async Task<ArrivedPackage> ReadAsync(Call call, IServerStore store, ServerSettings settings)
    {
        var request = call.Http.Request;
        var body = MultipartFile.IsSentBy(request)
            ? (await MultipartFile.OpenAsync(request, call.Cancellation)).Content
            : request.Body;
        return await TakeAsync(call, body, store, settings);
    }

    /// <summary>Takes the bytes of a package.</summary>
    /// <exception cref="BintrayException">413: it is too large. 503: it cannot be put aside.</exception>
    public static async Task<ArrivedPackage> TakeAsync(Call call, Stream body, IServerStore store, ServerSettings settings)
    {
        using var arriving = new ArrivingBody(body, call.Http.Request.Headers, settings.MaxUploadBytes);
        var aside = store.PutAside();
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = new byte[1 << 17];
            while (await arriving.ReadAsync(buffer, call.Cancellation) is var read and > 0)
            {
                hash.AppendData(buffer.AsSpan(0, read));
                await aside.WriteAsync(buffer.AsMemory(0, read), call.Cancellation);
            }

            return new ArrivedPackage(aside, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        catch
        {
            aside.Dispose();
            throw;
        }
    }

    /// <summary>Its bytes from their beginning.</summary>
    public Stream Rewound()
    {
        Content.Position = 0;
        return Content;
    }

    /// <summary>Reads it; what is wrong with it is the fault of who has pushed it.</summary>
    /// <exception cref="BintrayException">400: it is no sound package.</exception>
    public async Task<T> LookAsync<T>(Func<Stream, Task<T>> read)
    {
        try
        {
            return await read(Rewound());
        }
        catch (InvalidDataException fault)
        {
            throw Refusal.BadRequest($"the package is refused: {fault.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Content.Dispose();
}
