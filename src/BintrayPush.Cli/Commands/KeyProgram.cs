using System.Buffers.Binary;
using System.Text;
using BintrayPush.Api.Service;
using BintrayPush.Api.Wire;
using BintrayPush.Cli.Messages;
using BintrayPush.Formats.Debian;
using BintrayPush.Signing.Keys;

namespace BintrayPush.Cli.Commands;

/// <summary>
/// <c>bintray key serve</c>: signs and reads Debian packages for a build, which must not load what these need. Questions come on standard
/// input and answers go to standard output until the input ends. Passphrases come from the environment, as everywhere.
/// </summary>
/// <remarks>
/// A question is a letter, the subject as a block and what else the letter needs; a block is its length, four bytes, big-endian, and its
/// bytes; a content is blocks until an empty one. An answer is a letter, <c>+</c> or <c>-</c>, and a block: what was asked for, or why not.
/// <c>F</c> finds the key (JSON, or nothing), <c>P</c> tells the public keys, <c>S</c> signs a content, <c>T</c> a text so that the
/// signature stands in it, <c>C</c> compares a signature, a block, with a content, <c>D</c> reads the control file of a package.
/// </remarks>
internal static class KeyProgram
{
    private const int LargestBlock = 1 << 20;

    public static Command Serve(CliEnvironment environment)
    {
        var serve = new Command("serve", "Signs for a build.") { Hidden = true };
        return serve.Out([], async (_, _, cancellation) =>
        {
            var keys = KeyCommand.Keys(environment);
            var passphrase = environment.Variable(KeyAdministration.PassphraseVariable) is { } text && !string.IsNullOrWhiteSpace(text)
                ? new Secret(text) : null;
            // To open a key by its passphrase is slow, on purpose.
            using var signers = new OpenedSigners(keys, passphrase);
            using var input = environment.OpenInput();
            using var output = environment.OpenOutput();
            var letter = new byte[1];
            while (await input.ReadAsync(letter, cancellation).ConfigureAwait(false) == 1)
            {
                await AnswerAsync((char)letter[0], keys, signers, passphrase, input, output, cancellation).ConfigureAwait(false);
                await output.FlushAsync(cancellation).ConfigureAwait(false);
            }

            return ExitCode.Success;
        });
    }

    private static async Task AnswerAsync(
        char letter,
        SubjectKeys keys,
        OpenedSigners signers,
        Secret? passphrase,
        Stream input,
        Stream output,
        CancellationToken cancellation)
    {
        var subject = Encoding.UTF8.GetString(await ReadBlockAsync(input, cancellation).ConfigureAwait(false));
        var signature = letter == 'C' ? await ReadBlockAsync(input, cancellation).ConfigureAwait(false) : [];
        using var content = new BlockStream(input);
        try
        {
            var answer = letter switch
            {
                'F' => await keys.FindAsync(subject, passphrase, cancellation).ConfigureAwait(false) is { } key ? Json(key) : [],
                'P' => Encoding.ASCII.GetBytes(await keys.PublicKeysAsync(subject, cancellation).ConfigureAwait(false) ?? ""),
                'C' => [(byte)await keys.CompareAsync(subject, signature, content, cancellation).ConfigureAwait(false)],
                'S' => await (await signers.OfAsync(subject, cancellation).ConfigureAwait(false)).SignAsync(content, cancellation)
                    .ConfigureAwait(false),
                'T' => await (await signers.OfAsync(subject, cancellation).ConfigureAwait(false))
                    .ClearSignAsync(await ReadTextAsync(content, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false),
                'D' => await ReadControlAsync(content, cancellation).ConfigureAwait(false),
                _ => throw new BintrayException(BintrayException.BadRequest, "the question is not known: build and program differ"),
            };
            await WriteAsync(output, '+', answer, cancellation).ConfigureAwait(false);
        }
        catch (Exception refusal) when (refusal is BintrayException or InvalidDataException)
        {
            if (letter is 'S' or 'C' or 'T' or 'D')
            {
                await content.CopyToAsync(Stream.Null, cancellation).ConfigureAwait(false);
            }

            await WriteAsync(output, '-', Encoding.UTF8.GetBytes(refusal.Message), cancellation).ConfigureAwait(false);
        }
    }

    private static async Task<string> ReadTextAsync(BlockStream content, CancellationToken cancellation)
    {
        using var text = new StreamReader(content, Encoding.UTF8);
        return await text.ReadToEndAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>It is put aside first: what reads a package looks here and there in it.</summary>
    private static async Task<byte[]> ReadControlAsync(BlockStream content, CancellationToken cancellation)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            // For this account alone: it lies in a folder of all.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var package = new FileStream(Path.Combine(Path.GetTempPath(), $"bintray-{Guid.NewGuid():N}"), options);
        await content.CopyToAsync(package, cancellation).ConfigureAwait(false);
        package.Position = 0;
        return await new DebReader().ReadControlAsync(package, cancellation).ConfigureAwait(false);
    }

    private static byte[] Json(SubjectKey key)
    {
        using var bytes = new MemoryStream();
        using (var json = new System.Text.Json.Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            SubjectKeyJson.Write(json, key);
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private static async Task WriteAsync(Stream output, char sign, byte[] block, CancellationToken cancellation)
    {
        var head = new byte[5];
        head[0] = (byte)sign;
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(1), block.Length);
        await output.WriteAsync(head, cancellation).ConfigureAwait(false);
        await output.WriteAsync(block, cancellation).ConfigureAwait(false);
    }

    private static async Task<byte[]> ReadBlockAsync(Stream input, CancellationToken cancellation)
    {
        var head = new byte[4];
        await input.ReadExactlyAsync(head, cancellation).ConfigureAwait(false);
        var length = BinaryPrimitives.ReadInt32BigEndian(head);
        var block = new byte[length is >= 0 and <= LargestBlock ? length : throw new IOException("A block is too long.")];
        await input.ReadExactlyAsync(block, cancellation).ConfigureAwait(false);
        return block;
    }

    /// <summary>Keys that were opened, each once.</summary>
    private sealed class OpenedSigners(SubjectKeys keys, Secret? passphrase) : IDisposable
    {
        private readonly Dictionary<string, ISigner> _signers = new(StringComparer.Ordinal);

        public async Task<ISigner> OfAsync(string subject, CancellationToken cancellation)
        {
            if (!_signers.TryGetValue(subject, out var signer))
            {
                signer = await keys.OpenAsync(subject, passphrase, cancellation).ConfigureAwait(false);
                _signers.Add(subject, signer);
            }

            return signer;
        }

        public void Dispose()
        {
            foreach (var signer in _signers.Values)
            {
                signer.Dispose();
            }
        }
    }

    /// <summary>A content that comes in blocks.</summary>
    private sealed class BlockStream(Stream input) : Stream
    {
        private byte[] _block = [];
        private int _read;
        private bool _isOver;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_read == _block.Length && !_isOver)
            {
                (_block, _read) = (await ReadBlockAsync(input, cancellationToken).ConfigureAwait(false), 0);
                _isOver = _block.Length == 0;
            }

            var count = Math.Min(buffer.Length, _block.Length - _read);
            _block.AsMemory(_read, count).CopyTo(buffer);
            _read += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
