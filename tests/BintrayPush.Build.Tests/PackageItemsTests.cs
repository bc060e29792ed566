using System.Collections;
using BintrayPush.Api.Model;
using BintrayPush.Build.Settings;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace BintrayPush.Build.Tests;

/// <summary>What a project says of its package comes along when a release pushes it.</summary>
[TestClass]
public sealed class PackageItemsTests
{
    /// <summary>The fields of packages and versions that a project can set, by the names of their properties without the prefix.</summary>
    public static IEnumerable<object[]> Fields =>
        from property in typeof(PackageDetails).GetProperties().Concat(typeof(VersionDetails).GetProperties())
        where typeof(DescribingTask).GetProperty(property.Name) is not null
        group property by property.Name into same
        select new object[] { same.Key };

    [TestMethod]
    [DynamicData(nameof(Fields))]
    public void A_field_that_a_project_can_set_comes_along_with_its_release(string field)
    {
        CollectionAssert.Contains(PackageItems.Names, "Bintray" + field);
        var targets = File.ReadAllText(Path.Combine(SourceTree.Root, "build", "BintrayPush.Build.Project.targets"));
        StringAssert.Contains(targets, $"<Bintray{field}>$(Bintray{field})</Bintray{field}>");

        var item = new TaskItem("/sources/lib.nupkg");
        item.SetMetadata("BintrayPackage", "lib");
        item.SetMetadata(PackageItems.ProjectFile, "/sources/lib.csproj");
        item.SetMetadata("Bintray" + field, field == nameof(VersionDetails.Released) ? "2026-01-02" : "true");
        var package = PackageItems.Read([(ITaskItem)item], [], new PropertyReader())["lib"];

        Assert.IsTrue(IsSet(package.Details, field) || IsSet(package.Version!, field), $"{field} is lost.");
    }

    private static bool IsSet(object details, string field) => details.GetType().GetProperty(field)?.GetValue(details) switch
    {
        null => false,
        string => true,
        IEnumerable list => list.Cast<object>().Any(),
        _ => true,
    };
}
