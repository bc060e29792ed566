using BintrayPush.Api;
using BintrayPush.Artifacts;
using BintrayPush.Selection;

namespace BintrayPush;

// What can be wrong with a descriptor, and with what it selects.
internal static partial class Problems
{
    public static Problem DescriptorUnreadable(string path, Exception cause) => Error(
        "BTP2001", $"The descriptor {path} cannot be read: {Sentence(cause.Message)}", path);

    public static Problem DescriptorTooLarge(string? path, int limit) => Error(
        "BTP2001", $"The descriptor is larger than {limit / 1024} KB. Is it a descriptor?", path);

    public static Problem DescriptorTooLong(SourcePosition position, int limit) => At(
        position, "BTP2001", Severity.Error, $"The values of its variables make the descriptor larger than {limit / 1024} KB.");

    public static Problem NotADescriptorName(string path) => Error(
        "BTP2002", $"{Path.GetFileName(path)} is not the name of a descriptor: it must hold 'bintray-info' and end in '.json'.", path);

    public static Problem DescriptorNeeded() => Error(
        "BTP2003", "BintrayPushMode is Files, and there is no descriptor that names the files. Set BintrayDescriptor.");

    public static Problem DescriptorsAmbiguous(IReadOnlyList<string> descriptors) => Error(
        "BTP2004", $"There are {descriptors.Count} descriptors, and only one can be obeyed: {string.Join(", ", descriptors)}. Set BintrayDescriptor to the one that counts.");

    public static Problem DescriptorsUnused(string obeyed, IReadOnlyList<string> others) => Warning(
        "BTP2005", $"{obeyed} is obeyed. {Count(others.Count, "other descriptor")} among the files {(others.Count == 1 ? "is" : "are")} neither read nor pushed: {string.Join(", ", others)}.");

    public static Problem NotJson(SourcePosition position, string fault) => At(
        position, "BTP2006", Severity.Error, $"The descriptor is not JSON: {fault}.");

    public static Problem MoreProblems(Problem next, int shown) => new(
        "BTP2006", next.Severity, $"The descriptor has more problems than these {shown}. Correct them first.", next.File, next.Line, next.Column);

    public static Problem WrongType(SourcePosition position, string name, string expected, string found) => At(
        position, "BTP2007", Severity.Error, $"{name} must be {expected}, and is {found}.");

    public static Problem FieldMissing(SourcePosition position, string name) => At(
        position, "BTP2008", Severity.Error, $"{name} is missing. A descriptor cannot do without it.");

    public static Problem SubjectMissing(SourcePosition position, string name) => At(
        position, "BTP2009", Severity.Error, $"{name} is missing: the user or organisation that owns the repository.");

    public static Problem RepositoryNameMissing(SourcePosition position) => At(
        position, "BTP2010", Severity.Error, "The repository is missing. Write its name into package.repo or repo.name.");

    public static Problem RepositoryNamesDiffer(SourcePosition position, string field, string ofClause, string ofPackage) => At(
        position, "BTP2011", Severity.Error, $"repo.name is '{ofClause}' and package.{field} is '{ofPackage}'. They must name the same repository; one of them is enough.");

    public static Problem RepositoryNameTwice(SourcePosition position, string ofPackage, string ofGuide) => At(
        position, "BTP2011", Severity.Error, $"package.repo is '{ofPackage}' and package.repoName is '{ofGuide}'. They are the same field; one of them is enough.");

    public static Problem NameIllegal(SourcePosition position, string name, string fault) => At(
        position, "BTP2012", Severity.Error, $"{name}: {fault}.");

    public static Problem AttributeInvalid(SourcePosition position, string fault) => At(
        position, "BTP2013", Severity.Error, $"An attribute cannot be used: {fault}.");

    public static Problem NotADate(SourcePosition position, string name) => At(
        position, "BTP2014", Severity.Error, $"{name} is not a date: write ISO 8601, for example 2026-02-03 or 2026-02-03T10:30:00Z, or milliseconds since 1970.");

    public static Problem FieldTwice(SourcePosition position, string name) => At(
        position, "BTP2015", Severity.Error, $"The field '{LogText.Shorten(name)}' is there twice in one object. Take one of them out.");

    public static Problem VariableUnknown(SourcePosition position, string use) => At(
        position, "BTP2016", Severity.Error, $"There is no value for '{LogText.Shorten(use)}'. Add a BintrayDescriptorVariable item, or write $${{ if no variable is meant.");

    public static Problem PatternUnusable(SourcePosition position, string field, string text, string fault) => At(
        position, "BTP2017", Severity.Error, $"{field}: the pattern '{LogText.Shorten(text)}' cannot be used: {fault}.");

    public static Problem DoubleStarInName(PathPattern pattern) => At(
        pattern.Position,
        "BTP2018",
        Severity.Warning,
        $"The pattern '{pattern.Text}' has a ** that is not a folder of its own; it acts as *. For all folders below, write **/ before the file name.");

    public static Problem FilterEmpty(SourcePosition position) => At(
        position, "BTP2019", Severity.Warning, "applyToProps: this asks for nothing and is passed over. Write { \"key\": [\"value\"] }, or take it out.");

    public static Problem FieldDiffersInCase(SourcePosition position, string name, string meant) => At(
        position, "BTP2031", Severity.Warning, $"The field {LogText.Shorten(name)} has no meaning; '{meant}' has. Fields are compared letter by letter.");

    public static Problem FieldMisspelt(SourcePosition position, string name, string near) => At(
        position, "BTP2043", Severity.Warning, $"The field {LogText.Shorten(name)} has no meaning here. Is '{near}' meant?");

    public static Problem SecretInDescriptor(SourcePosition position, string name) => At(
        position, "BTP2044", Severity.Error, $"The field {LogText.Shorten(name)} looks like a credential, and a descriptor is no place for one. Take it out, and set BINTRAY_USER, BINTRAY_API_KEY and BINTRAY_GPG_PASSPHRASE in the environment.");

    public static Problem PatternsInBuildMode(string field, PathPattern pattern) => At(
        pattern.Position,
        "BTP2020",
        Severity.Error,
        $"{field} must be empty when the outputs of a build are pushed: '{pattern.Text}' has no meaning there. Take it out, or set BintrayPushMode=Files.");

    public static Problem NothingSelected(int files) => Error(
        "BTP2021",
        files == 0
            ? "There is nothing to push: the roots hold no file. Build first, or look at the BintrayRoot items."
            : $"There is nothing to push: none of the {Count(files, "file")} in the roots is named by the descriptor. Look at applyToFiles and applyToRepoFiles.");

    public static Problem NothingToSelectFrom() => Error(
        "BTP2021",
        "There is nothing to push: the build has no artifact besides descriptors. Name files as BintrayArtifact items, or look at BintrayIncludePackOutput and BintrayIncludePublishOutput.");

    public static Problem FilterRemovesAll(int files) => Error(
        "BTP2022",
        $"There is nothing to push: applyToProps removes {(files == 1 ? "the only file" : $"all {files} files")}. A file must have every key with every value that is listed.");

    public static Problem PatternDiffersInCase(PathPattern pattern, RootedFile file) => At(
        pattern.Position,
        "BTP2023",
        Severity.Warning,
        $"The pattern '{pattern.Text}' does not select {file}: they differ in letter case. Write the pattern as the file is written.");

    public static Problem PropertyDiffersInCase(KeyValuePair<string, string> pair) => Warning(
        "BTP2023",
        $"applyToProps: '{pair.Key}' with '{pair.Value}' keeps files out that differ from it only in letter case. Write it as the metadata is written.");

    public static Problem PatternNeedsFolder(PathPattern pattern, RootedFile file, string form) => At(
        pattern.Position,
        "BTP2024",
        Severity.Message,
        $"The pattern '{pattern.Text}' does not select {file}: ** stands for one or more folders, never for none. If that file is meant, add the pattern '{form}'.");

    public static Problem PatternSplit(PathPattern pattern) => At(
        pattern.Position,
        "BTP2025",
        Severity.Warning,
        $"The pattern '{pattern.Text}' selects nothing as it stands, so it was read as {Count(pattern.Parts.Count, "pattern")}, separated by commas. Write them as separate texts of the list.");

    public static Problem PatternUnused(PathPattern pattern, string? fromFolder = null) => At(
        pattern.Position,
        "BTP2026",
        Severity.Message,
        pattern.FileName is null
            ? $"The pattern '{pattern.Text}' names a folder and selects nothing. For the files in it, add '*' as the file name."
            : $"The pattern '{pattern.Text}' selects nothing.{(fromFolder is null ? "" : $" With a leading slash it begins in the root that holds the descriptor; '{fromFolder}' begins in the descriptor's folder, and selects something.")}");

    public static Problem PrivateLeftOut(IReadOnlyList<RootedFile> files, Severity severity) => new(
        "BTP2040",
        severity,
        $"{Count(files.Count, "file")} {(files.Count == 1 ? "is" : "are")} left out, because {(files.Count == 1 ? "it is" : "such files are")} hardly ever meant to be public: {Named([.. files.Select(file => file.ToString())])}. A pattern that spells the name (bin, .env, *.pem) takes {(files.Count == 1 ? "it" : "them")}.");

    public static Problem WholeFolderNotMeant(string folder, int files, IReadOnlyList<RootedFile> ofProject) => Error(
        "BTP2041",
        $"All {Count(files, "file")} in {folder} and below would be pushed, and that is a folder that somebody develops in: it holds {Named([.. ofProject.Take(3).Select(file => file.Path)])}. Name the files that are meant, in a descriptor by patterns in applyToRepoFiles or applyToFiles; or set BintrayWholeFolder=true.",
        folder);

    public static Problem FileWithoutRoot(string file, string descriptor) => Warning(
        "BTP2042",
        $"The descriptor {descriptor} cannot name {file}, which lies in no root and not below the descriptor. Add a BintrayRoot item for its folder, or write the descriptor to a folder above it.",
        file);

    public static Problem RootUnreadable(Exception cause) => Error(
        "BTP2032", $"The files of the roots cannot be listed: {Sentence(cause.Message)} Look at the BintrayRoot items.");

    public static Problem NotSigned(bool passphrase) => passphrase
        ? Warning("BTP2028", "BINTRAY_GPG_PASSPHRASE is set, and nothing is signed, since BintrayGpgSign is false. Take one of them away.")
        : Message("BTP2029", "Nothing is signed, since BintrayGpgSign is false.");

    public static Problem SignedByPassphrase(bool flagOverruled) => Message(
        "BTP2027",
        flagOverruled
            ? "The version is signed, since BINTRAY_GPG_PASSPHRASE is set; the descriptor's gpgSign, which is false, is overruled. Set BintrayGpgSign=false to push without signing."
            : "The version is signed, since BINTRAY_GPG_PASSPHRASE is set. Set BintrayGpgSign=false to push without signing.");

    public static Problem MetadataOverruled(Artifact first, int count) => Warning(
        "BTP2030",
        $"{Path.GetFileName(first.LocalPath)}{(count == 1 ? "" : $" and {Count(count - 1, "other artifact")}")} would go to another repository, package or version than the descriptor says. The descriptor is obeyed; of the metadata only BintrayPath counts.",
        first.LocalPath);

    public static Problem SettingsOverruled(IReadOnlyList<string> settings, string descriptor) => Warning(
        "BTP2030",
        $"{string.Join(" and ", settings)} {(settings.Count == 1 ? "says" : "say")} otherwise than the descriptor, which is obeyed. Take {(settings.Count == 1 ? "it" : "them")} away, or push without the descriptor.",
        descriptor);

    private static Problem Message(string code, string text) => new(code, Severity.Message, text);

    private static Problem At(SourcePosition position, string code, Severity severity, string text) =>
        new(code, severity, text, position.File, position.Line, position.Column);
}
