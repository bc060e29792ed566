namespace BintrayPush.Api.Names;

/// <summary>
/// Bintray's names of licences (protocol reference, section 14) for the identifiers of SPDX, which is what NuGet packages and most of
/// today's tools say. Bintray told neither "only" from "or later" nor, with one exception, an exception.
/// </summary>
public static class LicenceNames
{
    private const string Exception = " WITH ";
    private const string ClasspathException = "Classpath-exception-2.0";
    private const string GplWithClasspath = "GPL-2.0+CE";

    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["AAL"] = "Attribution",
        ["AGPL-3.0"] = "AGPL-V3",
        ["AGPL-3.0-only"] = "AGPL-V3",
        ["AGPL-3.0-or-later"] = "AGPL-V3",
        ["Artistic-2.0"] = "Artistic-License-2.0",
        ["BSD-2-Clause"] = "BSD 2-Clause",
        ["BSD-3-Clause"] = "BSD 3-Clause",
        ["CATOSL-1.1"] = "CA-TOSL-1.1",
        ["CECILL-1.0"] = "CeCILL-1",
        ["CECILL-2.0"] = "CeCILL-2",
        ["CECILL-2.1"] = "CeCILL-2.1",
        ["CECILL-B"] = "CeCILL-B",
        ["CECILL-C"] = "CeCILL-C",
        ["CUA-OPL-1.0"] = "CUAOFFICE-1.0",
        ["ECL-2.0"] = "ECL2",
        ["EFL-2.0"] = "Eiffel-2.0",
        ["Entessa"] = "Entessa-1.0",
        ["EUDatagrid"] = "EUDATAGRID",
        ["GPL-2.0+"] = "GPL-2.0",
        ["GPL-2.0-only"] = "GPL-2.0",
        ["GPL-2.0-or-later"] = "GPL-2.0",
        ["GPL-2.0-with-classpath-exception"] = GplWithClasspath,
        ["GPL-3.0+"] = "GPL-3.0-or-later",
        ["HPND"] = "Historical",
        ["IPA"] = "IPAFont-1.0",
        ["IPL-1.0"] = "IBMPL-1.0",
        ["LGPL-2.0+"] = "LGPL-2.0",
        ["LGPL-2.0-only"] = "LGPL-2.0",
        ["LGPL-2.0-or-later"] = "LGPL-2.0",
        ["LGPL-2.1+"] = "LGPL-2.1",
        ["LGPL-2.1-only"] = "LGPL-2.1",
        ["LGPL-2.1-or-later"] = "LGPL-2.1",
        ["LGPL-3.0+"] = "LGPL-3.0",
        ["LGPL-3.0-only"] = "LGPL-3.0",
        ["LGPL-3.0-or-later"] = "LGPL-3.0",
        ["LPL-1.02"] = "Lucent-1.02",
        ["Motosoto"] = "Motosoto-0.9.1",
        ["MPL-1.1"] = "Mozilla-1.1",
        ["MulanPSL-1.0"] = "Mulan PSL v1",
        ["Naumen"] = "NAUMEN",
        ["NGPL"] = "Nethack",
        ["Nokia"] = "Nokia-1.0a",
        ["NPOSL-3.0"] = "NOSL-3.0",
        ["OFL-1.1"] = "Openfont-1.1",
        ["OGTSL"] = "Opengroup",
        ["OLDAP-2.8"] = "OpenLDAP",
        ["PSF-2.0"] = "PythonSoftFoundation",
        ["Python-2.0"] = "PythonPL",
        ["QPL-1.0"] = "QTPL-1.0",
        ["RPSL-1.0"] = "Real-1.0",
        ["RSCPL"] = "RicohPL",
        ["SPL-1.0"] = "SUNPublic-1.0",
        ["Vim"] = "VIM License",
        ["VSL-1.0"] = "VovidaPL-1.0",
        ["Watcom-1.0"] = "Sybase-1.0",
        ["Zlib"] = "ZLIB",
    };

    /// <summary>Bintray's name; the identifier itself where Bintray had none or the same.</summary>
    public static string Of(string id) => Split(id) is var (licence, exception) && exception is not null
        ? exception.Equals(ClasspathException, StringComparison.OrdinalIgnoreCase) && Of(licence) == "GPL-2.0"
            ? GplWithClasspath
            : Of(licence)
        : Names.TryGetValue(id, out var name) ? name
        : id;

    /// <summary>A licence and the exception to it, if there is one: <c>Apache-2.0 WITH LLVM-exception</c>.</summary>
    public static (string Licence, string? Exception) Split(string id) =>
        id.IndexOf(Exception, StringComparison.OrdinalIgnoreCase) is var at and > 0
        ? (id.Substring(0, at).Trim(), id.Substring(at + Exception.Length).Trim())
        : (id, null);
}
