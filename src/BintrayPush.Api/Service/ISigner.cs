namespace BintrayPush.Api.Service;

/// <summary>An opened key. It may be used from one thread at a time; the secret is gone when it is disposed.</summary>
public interface ISigner : IDisposable
{
    /// <summary>The key.</summary>
    SubjectKey Key { get; }

    /// <summary>Makes an armoured detached signature.</summary>
    /// <param name="content">What is signed; read to the end once, in constant memory.</param>
    /// <param name="cancellation">Ends the reading.</param>
    Task<byte[]> SignAsync(Stream content, CancellationToken cancellation);

    /// <summary>Makes a clear-signed message: the text with its signature below it, as <c>InRelease</c> is one.</summary>
    /// <param name="text">The text: UTF-8, lines that end with a line feed and have no blanks at their end.</param>
    /// <param name="cancellation">Ends the signing.</param>
    Task<byte[]> ClearSignAsync(string text, CancellationToken cancellation);
}
