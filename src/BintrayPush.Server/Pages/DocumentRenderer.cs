using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;

namespace BintrayPush.Server.Pages;

/// <summary>
/// Makes HTML of documents, in this process: few at a time, each once, and for a short while. What takes longer, or cannot be read, is
/// shown as the text that it is.
/// </summary>
internal static class DocumentRenderer
{
    /// <summary>As much as the store takes.</summary>
    private const int MostCharacters = 128 * 1024;

    /// <summary>Of what somebody made for that purpose, twice as much takes four times as long, and more.</summary>
    private const int MostMarkdown = 64 * 1024;

    /// <summary>HTML may be some times as long as what it is made of.</summary>
    private const int MostHtml = 16 * MostMarkdown;

    private const int MostKept = 32 * MostMarkdown;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly SemaphoreSlim Slots = new(Math.Max(2, Environment.ProcessorCount / 2));
    private static readonly MemoryCache Made = new(new MemoryCacheOptions { SizeLimit = MostKept });

    /// <summary>A document as it is shown; <see langword="null"/> if there is nothing in it.</summary>
    public static async Task<RenderedDocument?> RenderAsync(Document? document, CancellationToken cancellation)
    {
        if (document is null || string.IsNullOrWhiteSpace(document.Content))
        {
            return null;
        }

        var text = ShownText.Lines(document.Content, MostCharacters);
        if (document.Syntax != DocumentSyntax.Markdown || text.Length > MostMarkdown)
        {
            return new RenderedDocument(text, IsHtml: false);
        }

        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        return Made.TryGetValue(key, out RenderedDocument? known) && known is not null
            ? known
            : await MakeAsync(key, text, cancellation);
    }

    private static async Task<RenderedDocument> MakeAsync(string key, string text, CancellationToken cancellation)
    {
        if (await Slots.WaitAsync(Patience, cancellation))
        {
            // It keeps its place until it has ended, also when nobody waits for it any more.
            var work = Task.Run(
                () =>
                {
                    try
                    {
                        return Keep(key, Make(text));
                    }
                    finally
                    {
                        Slots.Release();
                    }
                },
                CancellationToken.None);
            try
            {
                return await work.WaitAsync(Patience, cancellation);
            }
            catch (TimeoutException)
            {
                // As text, then.
            }
        }

        return new RenderedDocument(text, IsHtml: false);
    }

    private static RenderedDocument Make(string text)
    {
        try
        {
            var html = DocumentHtml.Of(text);
            return html.Length <= MostHtml ? new RenderedDocument(html, IsHtml: true) : new RenderedDocument(text, IsHtml: false);
        }
        catch (ArgumentException)
        {
            // Nested more deeply than anybody can read.
            return new RenderedDocument(text, IsHtml: false);
        }
    }

    private static RenderedDocument Keep(string key, RenderedDocument made) =>
        Made.Set(key, made, new MemoryCacheEntryOptions { Size = made.Text.Length });
}
