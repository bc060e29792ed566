namespace BintrayPush.Tests.House;

/// <summary>The width that .editorconfig gives, which no formatter enforces.</summary>
[TestClass]
public sealed class LineTests
{
    private const int Columns = 140;

    [TestMethod]
    public void No_line_of_the_sources_is_longer_than_140_columns()
    {
        var longer = SourceTree.Files("src", "*.cs")
            .SelectMany(file => File.ReadLines(file).Select((text, i) => (Text: text, Where: $"{file}({i + 1})")))
            .Where(line => line.Text.Length > Columns)
            .Select(line => line.Where);
        Assert.AreEqual("", string.Join(Environment.NewLine, longer));
    }
}
