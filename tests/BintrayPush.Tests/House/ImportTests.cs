namespace BintrayPush.Tests.House;

/// <summary>
/// The order of imports, System first and the others by name. The build enforces the other rules of style, and looking for this one with
/// the formatter alone takes as long as a build.
/// </summary>
[TestClass]
public sealed class ImportTests
{
    [TestMethod]
    [DataRow("src")]
    [DataRow("tests")]
    [DataRow("bench")]
    public void Imports_stand_in_their_order(string folder)
    {
        var wrong = from file in SourceTree.Files(folder, "*.cs")
                    let first = FirstOutOfOrder(Imports(file))
                    where first is not null
                    select $"{file}: 'using {first}' stands too late";

        Assert.AreEqual("", string.Join(Environment.NewLine, wrong));
    }

    [TestMethod]
    public void What_is_out_of_order_is_found()
    {
        Assert.IsNull(FirstOutOfOrder(["System.Text", "Azure", "BintrayPush", "BintrayPush.Api"]));
        Assert.AreEqual("BintrayPush", FirstOutOfOrder(["BintrayPush.Api", "BintrayPush"]));
        Assert.AreEqual("System.Text", FirstOutOfOrder(["Azure", "System.Text"]));
    }

    /// <summary>The names of plain imports up to the first line that is none; what a condition encloses has its own order.</summary>
    private static List<string> Imports(string file) =>
        [.. File.ReadLines(file)
            .Select(line => line.Trim('\ufeff', ' '))
            .TakeWhile(line => line.StartsWith("using ", StringComparison.Ordinal) && !line.Contains('='))
            .Select(line => line["using ".Length..].TrimEnd(';'))
            .TakeWhile(name => !name.StartsWith("static ", StringComparison.Ordinal))];

    private static string? FirstOutOfOrder(List<string> names) =>
        names.Skip(1).Zip(names, (name, before) => (name, before)).FirstOrDefault(pair => Compare(pair.before, pair.name) > 0).name;

    private static int Compare(string left, string right) =>
        IsSystem(left) != IsSystem(right)
            ? IsSystem(left) ? -1 : 1
            : string.Compare(left, right, StringComparison.OrdinalIgnoreCase);

    private static bool IsSystem(string name) => name == "System" || name.StartsWith("System.", StringComparison.Ordinal);
}
