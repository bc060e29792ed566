using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using BintrayPush.Api.Service;
using BintrayPush.Api.Wire;

namespace BintrayPush.Build.Programs;

/// <summary>
/// What a folder signs with and what reads Debian packages for it, asked of the program of the package: what these need is not loaded into
/// a build. The program is started with the first question and serves until this is disposed.
/// </summary>
/// <param name="program">Its file.</param>
/// <param name="environment">How environment variables are read.</param>
internal sealed class ProgramKeys(string program, Func<string, string?> environment) : ISubjectKeys, IDebReader, IDisposable
{
    private const int BlockSize = 1 << 16;
    private const int LargestAnswer = 1 << 22;

    /// <summary>A card may have to be touched.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    private readonly SemaphoreSlim _questions = new(1);
    private Process? _process;

    public async Task<SubjectKey?> FindAsync(string subject, Secret? passphrase, CancellationToken cancellation)
    {
        var answer = await AskAsync('F', subject, null, null, cancellation).ConfigureAwait(false);
        if (answer.Length == 0)
        {
            return null;
        }

        using var json = JsonDocument.Parse(answer);
        return SubjectKeyJson.Read(json.RootElement);
    }

    /// <summary>The key is opened when it signs: what is wrong is told then, before anything is written.</summary>
    public async Task<ISigner> OpenAsync(string subject, Secret? passphrase, CancellationToken cancellation)
    {
        var signer = new Signer(this, subject, await FindAsync(subject, passphrase, cancellation).ConfigureAwait(false));
        if (signer.Known is not { State: KeyState.Usable })
        {
            // It says in words what is wrong.
            await signer.SignAsync(Stream.Null, cancellation).ConfigureAwait(false);
        }

        return signer;
    }

    public async Task<string?> PublicKeysAsync(string subject, CancellationToken cancellation) =>
        await AskAsync('P', subject, null, null, cancellation).ConfigureAwait(false) is { Length: > 0 } keys
            ? Encoding.ASCII.GetString(keys) : null;

    public async Task<SignatureMatch> CompareAsync(
        string subject, ReadOnlyMemory<byte> signature, Stream content, CancellationToken cancellation) =>
        (SignatureMatch)(await AskAsync('C', subject, signature.ToArray(), content, cancellation).ConfigureAwait(false))[0];

    public async Task<byte[]> ReadControlAsync(Stream package, CancellationToken cancellation)
    {
        try
        {
            return await AskAsync('D', "", null, package, cancellation).ConfigureAwait(false);
        }
        catch (BintrayException refusal) when (refusal.Status == BintrayException.BadRequest)
        {
            throw new InvalidDataException(refusal.Message, refusal);
        }
    }

    public void Dispose()
    {
        _questions.Dispose();
        if (_process is null)
        {
            return;
        }

        try
        {
            // It ends with its input.
            _process.StandardInput.Close();
            if (!_process.WaitForExit(1000))
            {
                _process.Kill();
            }
        }
        catch (Exception fault) when (fault is IOException or InvalidOperationException or Win32Exception)
        {
            // It has ended.
        }

        _process.Dispose();
    }

    private async Task<byte[]> AskAsync(char letter, string subject, byte[]? block, Stream? content, CancellationToken cancellation)
    {
        await _questions.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            _process ??= Start();
            var asked = ExchangeAsync(_process, letter, subject, block, content, cancellation);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            if (content is null && await Task.WhenAny(asked, Task.Delay(Longest, over.Token)).ConfigureAwait(false) != asked)
            {
                cancellation.ThrowIfCancellationRequested();
                throw new IOException($"it did not answer within {Longest.TotalSeconds:0} seconds");
            }

            over.Cancel();
            return await asked.ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or InvalidOperationException or Win32Exception)
        {
            // It would not be better for being asked again.
            throw new BintrayException(
                BintrayException.BadRequest, $"the program that signs, {program}, cannot be used: {fault.Message}", fault);
        }
        finally
        {
            _questions.Release();
        }
    }

    private static async Task<byte[]> ExchangeAsync(
        Process process, char letter, string subject, byte[]? block, Stream? content, CancellationToken cancellation)
    {
        var input = process.StandardInput.BaseStream;
        await input.WriteAsync([(byte)letter], 0, 1, cancellation).ConfigureAwait(false);
        await WriteAsync(input, Encoding.UTF8.GetBytes(subject), cancellation).ConfigureAwait(false);
        if (block is not null)
        {
            await WriteAsync(input, block, cancellation).ConfigureAwait(false);
        }

        if (content is not null)
        {
            var buffer = new byte[BlockSize];
            int read;
            while ((read = await content.ReadAsync(buffer, 0, buffer.Length, cancellation).ConfigureAwait(false)) > 0)
            {
                await input.WriteAsync(Length(read), 0, 4, cancellation).ConfigureAwait(false);
                await input.WriteAsync(buffer, 0, read, cancellation).ConfigureAwait(false);
            }

            await WriteAsync(input, [], cancellation).ConfigureAwait(false);
        }

        await input.FlushAsync(cancellation).ConfigureAwait(false);
        var output = process.StandardOutput.BaseStream;
        var head = await ReadAsync(output, 5, cancellation).ConfigureAwait(false);
        var length = (head[1] << 24) | (head[2] << 16) | (head[3] << 8) | head[4];
        var answer = await ReadAsync(
            output, length is >= 0 and <= LargestAnswer ? length : throw new IOException("its answer is no answer"), cancellation)
            .ConfigureAwait(false);
        return head[0] == '+' ? answer : throw new BintrayException(BintrayException.BadRequest, Encoding.UTF8.GetString(answer));
    }

    private static async Task WriteAsync(Stream input, byte[] block, CancellationToken cancellation)
    {
        await input.WriteAsync(Length(block.Length), 0, 4, cancellation).ConfigureAwait(false);
        await input.WriteAsync(block, 0, block.Length, cancellation).ConfigureAwait(false);
    }

    private static byte[] Length(int length) => [(byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length];

    private static async Task<byte[]> ReadAsync(Stream output, int length, CancellationToken cancellation)
    {
        var bytes = new byte[length];
        for (var at = 0; at < length;)
        {
            var read = await output.ReadAsync(bytes, at, length - at, cancellation).ConfigureAwait(false);
            at += read > 0 ? read : throw new IOException("it has ended");
        }

        return bytes;
    }

    private Process Start()
    {
        if (!File.Exists(program))
        {
            throw new IOException("it is not there; the package is not whole, so delete it from the package folder and restore it anew");
        }

        var start = new ProcessStartInfo(environment("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet")
        {
            Arguments = $"exec \"{program}\" key serve",
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }

    private sealed class Signer(ProgramKeys keys, string subject, SubjectKey? known) : ISigner
    {
        public SubjectKey? Known => known;

        public SubjectKey Key => known ?? throw new InvalidOperationException("There is no key.");

        public Task<byte[]> SignAsync(Stream content, CancellationToken cancellation) =>
            keys.AskAsync('S', subject, null, content, cancellation);

        public async Task<byte[]> ClearSignAsync(string text, CancellationToken cancellation)
        {
            using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
            return await keys.AskAsync('T', subject, null, content, cancellation).ConfigureAwait(false);
        }

        public void Dispose()
        {
        }
    }
}
