using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace BintrayPush.Signing.OpenPgp;

/// <summary>
/// Signs by a program: GnuPG's agent, a smart card, the key service of a company. It gets the bytes on standard input and answers a
/// detached signature on standard output, which is checked before it is used.
/// </summary>
/// <param name="command">
/// The program and its arguments; no shell sees them. The argument <see cref="TextMode"/> becomes <c>--textmode</c> where the signature
/// of a text is wanted, and nothing otherwise.
/// </param>
/// <param name="publicKey">What its signatures are checked by.</param>
/// <param name="key">What others may know of the key.</param>
/// <param name="longest">How long it may take nothing and answer nothing.</param>
internal sealed class CommandSigner(IReadOnlyList<string> command, PublicKey publicKey, SubjectKey key, TimeSpan longest) : ISigner
{
    /// <summary>Where a command wants to know that it signs a text.</summary>
    public const string TextMode = "{textmode}";

    private const int BufferSize = 128 << 10;

    /// <summary>From the last byte that it took: somebody may have to touch a card.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    public SubjectKey Key => key;

    /// <summary>Lets a command sign a few bytes, and looks whether that is what it should be.</summary>
    /// <exception cref="BintrayException">400: it does not sign with that key.</exception>
    public static async Task TryAsync(IReadOnlyList<string> command, PublicKey publicKey, CancellationToken cancellation)
    {
        var key = new SubjectKey
        {
            Fingerprint = publicKey.Fingerprint,
            Algorithm = publicKey.Algorithm,
            UserId = publicKey.UserId,
            Created = publicKey.Created,
            State = KeyState.Usable,
        };
        using var signer = new CommandSigner(command, publicKey, key, Longest);
        await signer.SignAsync(new MemoryStream(RandomNumberGenerator.GetBytes(64)), cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<byte[]> SignAsync(Stream content, CancellationToken cancellation)
    {
        if (!content.CanSeek)
        {
            // It is read a second time, to check the signature.
            var aside = Path.Combine(Path.GetTempPath(), $"bintray-{Guid.NewGuid():N}");
            const FileOptions Aside = FileOptions.DeleteOnClose | FileOptions.Asynchronous;
            using var copy = new FileStream(aside, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, Aside);
            await content.CopyToAsync(copy, cancellation).ConfigureAwait(false);
            copy.Position = 0;
            return await SignAsync(copy, cancellation).ConfigureAwait(false);
        }

        var begin = content.Position;
        var signature = await RunAsync(content, PgpSignature.BinaryDocument, cancellation).ConfigureAwait(false);
        content.Position = begin;
        var match = await SignatureComparison.CompareAsync([publicKey], signature, content, cancellation).ConfigureAwait(false);
        return match == SignatureMatch.Good ? Armoured(signature) : throw Refused(match switch
        {
            SignatureMatch.UnknownKey => $"it signed with another key than {publicKey.Fingerprint}",
            SignatureMatch.RevokedKey => $"it signed with a part of the key {publicKey.Fingerprint} that is revoked",
            _ => "what it answered is no signature of the content",
        });
    }

    /// <inheritdoc/>
    public async Task<byte[]> ClearSignAsync(string text, CancellationToken cancellation)
    {
        var message = new ClearText(text);
        var answer = await RunAsync(new MemoryStream(message.Signed()), PgpSignature.CanonicalTextDocument, cancellation)
            .ConfigureAwait(false);
        if (SignatureComparison.Read(answer) is not { } signature || publicKey.SignerOf(signature.KeyId) is not { } signer)
        {
            throw Refused($"it did not answer a signature by {publicKey.Fingerprint}");
        }

        if (signature.SignatureType != PgpSignature.CanonicalTextDocument)
        {
            throw Refused($"it signed the text as bytes: give it the argument {TextMode}, which becomes --textmode for a text");
        }

        signature.InitVerify(signer);
        signature.Update(message.Signed());
        return SignatureComparison.Verifies(signature)
            ? message.With(signature.HashAlgorithm, Encoding.ASCII.GetString(Armoured(answer)))
            : throw Refused("what it answered is no signature of the text");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static byte[] Armoured(byte[] answer) =>
        Encoding.ASCII.GetBytes(Armour.Of(output => SignatureComparison.Read(answer)!.Encode(output)));

    private async Task<byte[]> RunAsync(Stream content, int type, CancellationToken cancellation)
    {
        var isText = type == PgpSignature.CanonicalTextDocument;
        var arguments = command.Skip(1).Where(argument => isText || argument != TextMode)
            .Select(argument => argument == TextMode ? "--textmode" : argument);
        var start = new ProcessStartInfo(command[0], arguments)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
        };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var process = Start(start);
        try
        {
            var answer = ReadAsync(process.StandardOutput.BaseStream, PacketReading.LargestSignature, limit.Token);
            var complaint = ReadAsync(process.StandardError.BaseStream, PacketReading.LargestSignature, limit.Token);
            // A read or a write of a pipe does not end by a token; it ends when nobody is on the other side.
            using var end = limit.Token.Register(() => Kill(process));
            await FeedAsync(content, process.StandardInput.BaseStream, limit).ConfigureAwait(false);
            limit.CancelAfter(longest);
            await Task.WhenAll(answer, complaint).WaitAsync(limit.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            limit.Token.ThrowIfCancellationRequested();
            var (said, words) = (await answer.ConfigureAwait(false), await complaint.ConfigureAwait(false));
            return process.ExitCode == 0 ? said : throw Refused(string.Create(
                CultureInfo.InvariantCulture, $"it ended with {process.ExitCode}: {FirstLine(Encoding.UTF8.GetString(words))}"));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Refused(string.Create(CultureInfo.InvariantCulture, $"it did nothing for {longest.TotalSeconds:0} seconds"));
        }
        finally
        {
            Kill(process);
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Exception fault) when (fault is Win32Exception or InvalidOperationException)
        {
            throw Refused($"it does not start: {fault.Message}");
        }
    }

    private async Task FeedAsync(Stream content, Stream input, CancellationTokenSource limit)
    {
        var buffer = new byte[BufferSize];
        var wantsMore = true;
        int read;
        while (wantsMore && (read = await content.ReadAsync(buffer, limit.Token).ConfigureAwait(false)) > 0)
        {
            limit.CancelAfter(longest);
            wantsMore = await TakesAsync(input, buffer.AsMemory(0, read), limit.Token).ConfigureAwait(false);
            limit.CancelAfter(Timeout.InfiniteTimeSpan);
        }

        input.Close();
    }

    private static async Task<bool> TakesAsync(Stream input, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            await input.WriteAsync(bytes, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (IOException)
        {
            // It wants no more, and its exit code says why; or it was ended.
            cancellation.ThrowIfCancellationRequested();
            return false;
        }
    }

    private static async Task<byte[]> ReadAsync(Stream output, int most, CancellationToken cancellation)
    {
        using var all = new MemoryStream();
        var buffer = new byte[4096];
        int read;
        while ((read = await output.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            // What is too long is no signature; it is still taken, so that the program ends.
            all.Write(buffer, 0, (int)Math.Min(read, most - all.Length));
        }

        return all.ToArray();
    }

    private static void Kill(Process process)
    {
        try
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception fault) when (fault is InvalidOperationException or Win32Exception)
        {
            // It has ended meanwhile.
        }
    }

    /// <summary>Which program is the operator's business: whoever asked for a signature learns what went wrong.</summary>
    private static BintrayException Refused(string why) =>
        new(BintrayException.BadRequest, $"nothing was signed, since the command that signs failed: {why}");

    private static string FirstLine(string text) => LogText.Shorten(text.Trim().Split('\n')[0]);
}
