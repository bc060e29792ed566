namespace BintrayPush.Api.Service;

/// <summary>
/// Reads Debian packages. It is given from outside: what unpacks them needs libraries that a build does not load. Where there is none,
/// indexes of Debian repositories are noted as due and made by whoever opens the store with one.
/// </summary>
public interface IDebReader
{
    /// <summary>Reads the control file of a package, and looks whether the package is whole, without unpacking its files.</summary>
    /// <param name="package">The package, at its beginning. It can seek.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The bytes of the control file, as many as a control file may have.</returns>
    /// <exception cref="InvalidDataException">It is no package, or damaged; the message says how.</exception>
    Task<byte[]> ReadControlAsync(Stream package, CancellationToken cancellation);
}
